#!/bin/sh
# Adds the search attributes that Zhiban's workflows set. Safe to run again: what is there is left alone.
set -eu

existing=$(temporal operator search-attribute list --address "$TEMPORAL_ADDRESS" --namespace default)

create() {
  case "$existing" in
    *"$1"*) echo "$1 is there" ;;
    *) temporal operator search-attribute create --address "$TEMPORAL_ADDRESS" --namespace default --name "$1" --type "$2" ;;
  esac
}

create ZhibanStatus Keyword
create ZhibanSeverity Keyword
create ZhibanSystem KeywordList

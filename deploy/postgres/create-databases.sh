#!/bin/sh
# Runs once, when PostgreSQL starts on an empty volume: one login and its own databases for each of Zhiban and Temporal, and nothing more.
set -eu

# The image's own variables; the local socket asks for the password too.
export PGPASSWORD="$POSTGRES_PASSWORD"

psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname postgres \
  --set zhiban_password="$ZHIBAN_DB_PASSWORD" --set temporal_password="$TEMPORAL_DB_PASSWORD" <<'SQL'
CREATE ROLE zhiban LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD :'zhiban_password';
CREATE ROLE temporal LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD :'temporal_password';

CREATE DATABASE zhiban OWNER zhiban;
CREATE DATABASE temporal OWNER temporal;
CREATE DATABASE temporal_visibility OWNER temporal;

REVOKE CONNECT ON DATABASE postgres, zhiban, temporal, temporal_visibility FROM PUBLIC;
SQL

#!/bin/sh
# Makes .env and deploy/secrets/ with random values for docker-compose.yml. What is there already stays as it is.
set -eu
umask 077
cd "$(dirname "$0")/.."

random() {
  head -c 24 /dev/urandom | od -An -tx1 | tr -d ' \n'
}

if [ -e .env ]; then
  echo ".env is there already and stays as it is"
else
  {
    echo "ZHIBAN_ADMIN_TOKEN=zb_$(random)"
    echo "ZHIBAN_LOCALE=zh-CN"
    echo "ZHIBAN_LOG_LEVEL=info"
    echo "POSTGRES_PASSWORD=$(random)"
    echo "ZHIBAN_DB_PASSWORD=$(random)"
    echo "TEMPORAL_DB_PASSWORD=$(random)"
  } > .env
  echo "Wrote .env; ZHIBAN_ADMIN_TOKEN in it is how you log in"
fi

mkdir -p deploy/secrets
if [ -e deploy/secrets/hook-token ]; then
  echo "deploy/secrets/hook-token is there already and stays as it is"
else
  random > deploy/secrets/hook-token
  # The containers read it under accounts of their own; the directory keeps everybody else on this machine out.
  chmod 0444 deploy/secrets/hook-token
  echo "Wrote deploy/secrets/hook-token"
fi

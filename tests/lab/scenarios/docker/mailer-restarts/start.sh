# How the mailer is deployed: start.sh FOLDER
docker -H "unix://$LAB_DIR/docker.sock" run -d --name mailer --restart always --network none -v "$1/mailer.conf:/etc/mailer.conf" lab:1 /bin/sh -c '
  echo "mailer 1.9.2 starting"
  settings=$(cat /etc/mailer.conf) || { echo "FATAL settings could not be read"; exit 1; }
  echo "mailer ready: $settings"
  while :; do echo "0 mails waiting"; sleep 5; done' >/dev/null

#!/bin/bash
# When the database is made: a role and a database for each service, which nobody else may enter.
set -euo pipefail
for file in /secrets/*.password; do
  role=$(basename "$file" .password)
  psql -v ON_ERROR_STOP=1 --username postgres --dbname postgres -v "role=$role" -v "password=$(head -n 1 "$file")" <<'SQL'
CREATE ROLE :"role" LOGIN PASSWORD :'password';
CREATE DATABASE :"role" OWNER :"role";
REVOKE CONNECT, TEMPORARY ON DATABASE :"role" FROM PUBLIC;
SQL
done

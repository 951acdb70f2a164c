#!/usr/bin/env bash
# Whom a resource policy names decides which other policies still count: the whole table for one account. Needs no server:
#   examples/resource-policy.sh
# Needs the program as `portcullis` on the PATH or in PORTCULLIS_BIN.
set -euo pipefail
portcullis=${PORTCULLIS_BIN:-portcullis}
account=111111111111
user=arn:aws:iam::$account:user/Ann
role=arn:aws:iam::$account:role/Worker
session=arn:aws:sts::$account:assumed-role/Worker/s1
guest=arn:aws:sts::$account:federated-user/guest

# policy NAME ACTION [PRINCIPAL]
policy() {
  printf '{"name":"%s","document":{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"%s",%s"Resource":"*"}}}' "$1" "$2" "${3:+"\"Principal\":{\"AWS\":\"$3\"},"}"
}
# What stands for `+` (allows), `-` (says nothing of it) and `.` (is not there) in a layer.
layer() {
  case $2 in
    +) printf '"%s":[%s],' "$1" "$(policy allows '*')" ;;
    -) printf '"%s":[%s],' "$1" "$(policy silent 'ec2:*')" ;;
  esac
}
boundary() { layer boundary "$1" | tr -d '[]'; }
# ask PRINCIPAL IDENTITY BOUNDARY SESSION NAMED
ask() {
  local resource=""
  [ "$5" = nobody ] || resource="\"resource\":$(policy bucket 's3:*' "$5"),"
  local layers
  layers="$(layer identity "$2")$(boundary "$3")$(layer session "$4")$resource"
  printf '{"id":"x","principal":{%s},"action":"s3:GetObject","resource":{"arn":"arn:aws:s3:::bucket/key","account":"%s"},"policies":{%s}}\n' "$1" $account "${layers%,}"
}
# row LABEL WORD…: the words in columns.
row() {
  local line=$1 word
  shift
  for word in "$@"; do printf -v line '%s %-7s' "$line" "$word"; done
  echo "${line%"${line##*[! ]}"}"
}
# table TITLE PRINCIPAL SESSIONS HEADING NAMED…
table() {
  local title=$1 principal=$2 sessions=$3 heading=$4 named i b s n
  shift 4
  echo "$title"
  row "  identity boundary session  |" $heading
  for i in - +; do for b in . - +; do for s in $sessions; do
    named=$(for n in "$@"; do ask "$principal" $i $b $s "$n"; done | "$portcullis" eval --format json - |
      sed 's/.*"decision":"allow".*/allow/; s/.*"decision":"[a-z]*Deny".*/./')
    row "     $i        $b       $s     |" $named
  done; done; done
}

echo "A bucket's policy names somebody. The caller's own policies allow (+), say nothing of it (-), or are not there (.)."
table "A user, Ann:" "\"arn\":\"$user\"" . "nobody account user anybody" nobody "$account" "$user" "*"
table "A session of the role Worker:" "\"arn\":\"$session\",\"role\":\"$role\"" ". - +" "nobody account role session anybody" nobody "$account" "$role" "$session" "*"
table "A guest for whom Ann vouched; without a session policy there is nothing to share:" "\"arn\":\"$guest\",\"issuer\":\"$user\"" ". - +" \
  "nobody account user guest anybody" nobody "$account" "$user" "$guest" "*"

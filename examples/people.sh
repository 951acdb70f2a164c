# Sourced by the examples: people as variables that hold `export` lines, and what they are told.
: "${AWS_ENDPOINT_URL:?start a server with \`portcullis serve --dev\` and paste the lines of its banner first}"
portcullis=${PORTCULLIS_BIN:-portcullis}

say() { printf '%s\n' "$*"; }
# as WHO COMMAND…: runs a command with the credentials that $WHO holds.
as() { ( eval "${!1}"; "${@:2}" ) }
# attempt COMMAND…: says whether AWS's client was let through, and if not what it was told.
attempt() {
  local told
  if told=$("$@" 2>&1 >/dev/null); then say "    granted"; else say "    refused: ${told##*operation: }"; fi
}
# From `id secret token` on standard input to the lines of a person.
exports() {
  local id secret token
  read -r id secret token
  say "export AWS_ACCESS_KEY_ID=$id AWS_SECRET_ACCESS_KEY=$secret${token:+ AWS_SESSION_TOKEN=$token}"
}
# new_account ID NAME: an account; the lines of its root user.
new_account() { "$portcullis" account create --account-id "$1" --name "$2" | grep -E '^(export|unset)'; }
# new_key WHO USER: an access key that $WHO makes for a user; the lines of that user.
new_key() { as "$1" aws iam create-access-key --user-name "$2" --query 'AccessKey.[AccessKeyId,SecretAccessKey]' --output text | exports; }
# session WHO OPERATION ARGUMENTS…: credentials that $WHO gets from STS, as lines.
session() { as "$1" aws sts "${@:2}" --query 'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]' --output text | exports; }
whoami() { as "$1" aws sts get-caller-identity --query Arn --output text; }
# policy ELEMENTS: a policy document that allows.
policy() { say "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",$1}}"; }
# code SEED STEPS: what a virtual MFA device with that seed shows so many steps of thirty seconds from now (RFC 6238).
code() {
  local key digest
  key=$(printf %s "$1" | base32 -d | od -An -v -tx1 | tr -d ' \n')
  digest=$(printf '%016x' $(($(date +%s) / 30 + $2)) | sed 's/../\\x&/g' | xargs -0 printf '%b' |
    openssl dgst -sha1 -mac HMAC -macopt "hexkey:$key" -r | cut -c1-40)
  local place=$((16#${digest:39:1} * 2))
  printf '%06d\n' $(((16#${digest:place:8} & 0x7fffffff) % 1000000))
}
# new_phone WHO USER: a virtual MFA device that $WHO makes and enables for a user; its seed. It shows this half minute's code and the
# next one's: should the half minute end before they arrive, the device is still not taken to be behind.
new_phone() {
  local seed
  seed=$(mktemp)
  as "$1" aws iam create-virtual-mfa-device --virtual-mfa-device-name "$2" --outfile "$seed" --bootstrap-method Base32StringSeed >/dev/null
  as "$1" aws iam enable-mfa-device --user-name "$2" --serial-number "arn:aws:iam::111111111111:mfa/$2" \
    --authentication-code1 "$(code "$(cat "$seed")" 0)" --authentication-code2 "$(code "$(cat "$seed")" 1)"
  cat "$seed"
  rm "$seed"
}

#!/usr/bin/env bash
# A vendor reads an owner's account through a role with an external id.
#
# Run it against a server that has no accounts 111111111111 and 222222222222 yet:
#   portcullis serve --dev            (then paste the lines of its banner into this shell)
#   examples/third-party.sh
# Needs the AWS CLI, and the program as `portcullis` on the PATH or in PORTCULLIS_BIN.
set -euo pipefail
: "${AWS_ENDPOINT_URL:?start a server with \`portcullis serve --dev\` and paste the lines of its banner first}"
portcullis=${PORTCULLIS_BIN:-portcullis}
role=arn:aws:iam::111111111111:role/CostReader
external_id=Unique-ID-Assigned-by-Example-Corp

say() { printf '%s\n' "$*"; }
# as WHO COMMAND…: runs a command with the credentials that $WHO holds.
as() { ( eval "${!1}"; "${@:2}" ) }
# attempt COMMAND…: says whether AWS's client was let through, and if not what it was told.
attempt() {
  local told
  if told=$("$@" 2>&1 >/dev/null); then say "    granted"; else say "    refused: ${told##*operation: }"; fi
}
exports() {
  local id secret token
  read -r id secret token
  say "export AWS_ACCESS_KEY_ID=$id AWS_SECRET_ACCESS_KEY=$secret ${token:+AWS_SESSION_TOKEN=$token}"
}
new_account() { "$portcullis" account create --account-id "$1" --name "$2" | grep -E '^(export|unset)'; }
new_key() { as vendor aws iam create-access-key --user-name "$1" --query 'AccessKey.[AccessKeyId,SecretAccessKey]' --output text | exports; }
assume() { as "$1" aws sts assume-role --role-arn "$role" --role-session-name audit "${@:2}"; }
policy() { say "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",$1}}"; }

say "Two accounts: 111111111111 owns what is read, 222222222222 is the vendor's."
owner=$(new_account 111111111111 owner)
vendor=$(new_account 222222222222 vendor)

say "The owner makes a role that trusts the vendor's account with an external id, and may list users."
trust=$(policy "\"Principal\":{\"AWS\":\"222222222222\"},\"Action\":\"sts:AssumeRole\",\"Condition\":{\"StringEquals\":{\"sts:ExternalId\":\"$external_id\"}}")
as owner aws iam create-role --role-name CostReader --assume-role-policy-document "$trust" >/dev/null
as owner aws iam put-role-policy --role-name CostReader --policy-name read \
  --policy-document "$(policy '"Action":"iam:ListUsers","Resource":"*"')"

say "The vendor has a user, Val, who may make groups at home."
as vendor aws iam create-user --user-name Val >/dev/null
as vendor aws iam put-user-policy --user-name Val --policy-name groups \
  --policy-document "$(policy '"Action":"iam:CreateGroup","Resource":"*"')"
val=$(new_key Val)

say "  Val assumes the role, but Val's own account does not allow that:"
attempt assume val --external-id "$external_id"
as vendor aws iam put-user-policy --user-name Val --policy-name assume \
  --policy-document "$(policy "\"Action\":\"sts:AssumeRole\",\"Resource\":\"$role\"")"
say "  Now it does, but Val leaves the external id out:"
attempt assume val
say "  Val gives another customer's external id:"
attempt assume val --external-id of-another-customer
say "  Both halves and the external id:"
attempt assume val --external-id "$external_id"

session=$(assume val --external-id "$external_id" \
  --query 'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]' --output text | exports)
say "The session is $(as session aws sts get-caller-identity --query Arn --output text)"
say "  It may list the owner's users:"
attempt as session aws iam list-users
say "  It may not make one:"
attempt as session aws iam create-user --user-name Mallory
say "  Val may make groups; while Val is the role, that is given up:"
attempt as val aws iam create-group --group-name costs
attempt as session aws iam create-group --group-name costs

say "The owner takes the trust away:"
as owner aws iam update-assume-role-policy --role-name CostReader \
  --policy-document "$(policy '"Principal":{"AWS":"111111111111"},"Action":"sts:AssumeRole"')"
attempt assume val --external-id "$external_id"

say "The owner trusts one named user instead:"
as owner aws iam update-assume-role-policy --role-name CostReader \
  --policy-document "$(policy '"Principal":{"AWS":"arn:aws:iam::222222222222:user/Val"},"Action":"sts:AssumeRole"')"
as vendor aws iam create-user --user-name Other >/dev/null
as vendor aws iam put-user-policy --user-name Other --policy-name assume \
  --policy-document "$(policy '"Action":"sts:AssumeRole","Resource":"*"')"
other=$(new_key Other)
say "  Val:"
attempt assume val
say "  Other, of the same account and with the same permission:"
attempt assume other

#!/usr/bin/env bash
# A vendor reads an owner's account through a role with an external id.
#
# Run it against a server that has no accounts 111111111111 and 222222222222 yet:
#   portcullis serve --dev            (then paste the lines of its banner into this shell)
#   examples/third-party.sh
# Needs the AWS CLI, and the program as `portcullis` on the PATH or in PORTCULLIS_BIN.
set -euo pipefail
. "$(dirname "$0")/people.sh"
role=arn:aws:iam::111111111111:role/CostReader
external_id=Unique-ID-Assigned-by-Example-Corp

assume() { as "$1" aws sts assume-role --role-arn "$role" --role-session-name audit "${@:2}"; }

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
val=$(new_key vendor Val)

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

session=$(session val assume-role --role-arn "$role" --role-session-name audit --external-id "$external_id")
say "The session is $(whoami session)"
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
other=$(new_key vendor Other)
say "  Val:"
attempt assume val
say "  Other, of the same account and with the same permission:"
attempt assume other

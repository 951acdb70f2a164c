#!/usr/bin/env bash
# A role for another account: the owner's half says who, the requester's half says that they may. Each is removed in turn.
#
# Run it against a server that has no accounts 111111111111 and 222222222222 yet:
#   portcullis serve --dev            (then paste the lines of its banner into this shell)
#   examples/cross-account.sh
# Needs the AWS CLI, and the program as `portcullis` on the PATH or in PORTCULLIS_BIN.
set -euo pipefail
. "$(dirname "$0")/people.sh"
role=arn:aws:iam::111111111111:role/Auditor

assume() { as rey aws sts assume-role --role-arn "$role" --role-session-name audit; }
owners_half() { as owner aws iam update-assume-role-policy --role-name Auditor --policy-document "$(policy "\"Principal\":{\"AWS\":\"$1\"},\"Action\":\"sts:AssumeRole\"")"; }
requesters_half() { as requester aws iam put-group-policy --group-name Auditors --policy-name assume --policy-document "$(policy "\"Action\":\"sts:AssumeRole\",\"Resource\":\"$1\"")"; }

say "Two accounts: 111111111111 owns what is read; Rey works in 222222222222 and is in the group Auditors."
owner=$(new_account 111111111111 owner)
requester=$(new_account 222222222222 requester)
as owner aws iam create-role --role-name Auditor --assume-role-policy-document "$(policy '"Principal":{"AWS":"222222222222"},"Action":"sts:AssumeRole"')" >/dev/null
as owner aws iam put-role-policy --role-name Auditor --policy-name read --policy-document "$(policy '"Action":"iam:List*","Resource":"*"')"
as requester aws iam create-user --user-name Rey >/dev/null
as requester aws iam create-group --group-name Auditors >/dev/null
as requester aws iam add-user-to-group --group-name Auditors --user-name Rey
rey=$(new_key requester Rey)

say "  The owner's half only: the role trusts Rey's account, which gives Rey nothing by itself."
attempt assume
requesters_half "$role"
say "  Both halves:"
attempt assume
auditor=$(session rey assume-role --role-arn "$role" --role-session-name audit)
say "The session is $(whoami auditor)"
say "  It lists the owner's users, not Rey's, and writes nothing:"
say "    $(as auditor aws iam list-roles --query 'Roles[].Arn' --output text)"
attempt as auditor aws iam create-user --user-name Eve

say "  The requester's half only: the owner trusts somebody else."
owners_half 111111111111
attempt assume
say "  The owner names Rey, but the requester's half is gone: across accounts it is never enough to be named."
owners_half arn:aws:iam::222222222222:user/Rey
as requester aws iam delete-group-policy --group-name Auditors --policy-name assume
attempt assume
say "  The requester allows another role only:"
requesters_half arn:aws:iam::111111111111:role/Other
attempt assume
say "  Both again:"
requesters_half "$role"
attempt assume
say "Rey leaves the group, and with it the requester's half. The session that Rey has goes on, until its time is over or its role's policies say otherwise:"
as requester aws iam remove-user-from-group --group-name Auditors --user-name Rey
attempt assume
attempt as auditor aws iam list-users
as owner aws iam delete-role-policy --role-name Auditor --policy-name read
attempt as auditor aws iam list-users

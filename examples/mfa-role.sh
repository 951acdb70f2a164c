#!/usr/bin/env bash
# A user assumes a role whose trust policy mandates MFA.
#
# Run it against a server that has no account 111111111111 yet:
#   portcullis serve --dev            (then paste the lines of its banner into this shell)
#   examples/mfa-role.sh
# Needs the AWS CLI and openssl, and the program as `portcullis` on the PATH or in PORTCULLIS_BIN.
set -euo pipefail
. "$(dirname "$0")/people.sh"
role=arn:aws:iam::111111111111:role/Operator
device=arn:aws:iam::111111111111:mfa/Ann

assume() { as "$1" aws sts assume-role --role-arn "$role" --role-session-name night-shift "${@:2}"; }

say "An account with a user, Ann, who has a phone and may assume roles; the role Operator may make and list users."
owner=$(new_account 111111111111 owner)
as owner aws iam create-user --user-name Ann >/dev/null
as owner aws iam put-user-policy --user-name Ann --policy-name assume --policy-document "$(policy '"Action":"sts:AssumeRole","Resource":"*"')"
ann=$(new_key owner Ann)
seed=$(new_phone owner Ann)

say "The role trusts the account's users, but wants a code that was shown less than an hour ago."
as owner aws iam create-role --role-name Operator --assume-role-policy-document "$(policy '"Principal":{"AWS":"111111111111"},"Action":"sts:AssumeRole",
  "Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"},"NumericLessThan":{"aws:MultiFactorAuthAge":"3600"}}')" >/dev/null
as owner aws iam put-role-policy --role-name Operator --policy-name users --policy-document "$(policy '"Action":["iam:CreateUser","iam:ListUsers"],"Resource":"*"')"

say "  Ann without a code:"
attempt assume ann
say "  with the device and no code:"
attempt assume ann --serial-number "$device"
say "  with a code that the phone does not show:"
attempt assume ann --serial-number "$device" --token-code "$(code "$seed" 40)"
say "  with somebody else's device:"
attempt assume ann --serial-number "${device%Ann}Bob" --token-code "$(code "$seed" 0)"
say "  with the code of the moment:"
now=$(code "$seed" 0)
attempt assume ann --serial-number "$device" --token-code "$now"
say "  with that code once more, which somebody may have seen:"
attempt assume ann --serial-number "$device" --token-code "$now"

operator=$(session ann assume-role --role-arn "$role" --role-session-name night-shift --serial-number "$device" --token-code "$(code "$seed" 1)")
say "The session is $(whoami operator)"
say "  It may make a user, and Ann herself still may not:"
attempt as operator aws iam create-user --user-name Bob
attempt as ann aws iam create-user --user-name Eve
say "A role's session carries no code. The owner asks for one where users are made, and the session has none to show:"
as owner aws iam put-role-policy --role-name Operator --policy-name users --policy-document "$(policy '"Action":"iam:CreateUser","Resource":"*","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}')"
attempt as operator aws iam create-user --user-name Eve
say "The owner takes Ann's half away; a code alone opens nothing:"
as owner aws iam delete-user-policy --user-name Ann --policy-name assume
attempt assume ann --serial-number "$device" --token-code "$(code "$seed" 2)"

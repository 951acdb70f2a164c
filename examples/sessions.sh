#!/usr/bin/env bash
# GetSessionToken beside AssumeRole, and a federated session before what wants MFA.
#
# Run it against a server that has no accounts 111111111111 and 222222222222 yet:
#   portcullis serve --dev            (then paste the lines of its banner into this shell)
#   examples/sessions.sh
# Needs the AWS CLI and openssl, and the program as `portcullis` on the PATH or in PORTCULLIS_BIN.
set -euo pipefail
. "$(dirname "$0")/people.sh"
device=arn:aws:iam::111111111111:mfa/Ann
here=arn:aws:iam::111111111111:role/Reader
there=arn:aws:iam::222222222222:role/Reader
guarded=arn:aws:iam::111111111111:role/Guarded

say "A user, Ann, who may do everything and has a phone. Roles that trust Ann's account: two readers, here and in another account; one, Guarded, wants MFA."
owner=$(new_account 111111111111 owner)
other=$(new_account 222222222222 other)
as owner aws iam create-user --user-name Ann >/dev/null
as owner aws iam put-user-policy --user-name Ann --policy-name all --policy-document "$(policy '"Action":"*","Resource":"*"')"
ann=$(new_key owner Ann)
seed=$(new_phone owner Ann)
trust=$(policy '"Principal":{"AWS":"111111111111"},"Action":"sts:AssumeRole"')
for account in owner other; do
  as $account aws iam create-role --role-name Reader --max-session-duration 7200 --assume-role-policy-document "$trust" >/dev/null
  as $account aws iam put-role-policy --role-name Reader --policy-name read --policy-document "$(policy '"Action":["iam:ListUsers","sts:AssumeRole"],"Resource":"*"')"
done
as owner aws iam create-role --role-name Guarded --assume-role-policy-document \
  "$(policy '"Principal":{"AWS":"111111111111"},"Action":"sts:AssumeRole","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}')" >/dev/null

say "GetSessionToken without a code: the same principal, who calls neither IAM nor most of STS."
token=$(session ann get-session-token)
say "    $(whoami token)"
attempt as token aws iam list-users
attempt as token aws sts get-session-token
attempt as token aws sts get-federation-token --name guest
say "  It may assume a role, for an hour at most, though the role would give two:"
attempt as token aws sts assume-role --role-arn $here --role-session-name s1 --duration-seconds 7200
attempt as token aws sts assume-role --role-arn $here --role-session-name s1
say "  It cannot show a code that was never asked for:"
attempt as token aws sts assume-role --role-arn $guarded --role-session-name s1

say "GetSessionToken with a code: the same, and IAM."
proven=$(session ann get-session-token --serial-number $device --token-code "$(code "$seed" 0)")
say "    $(whoami proven)"
attempt as proven aws iam list-users
attempt as proven aws iam create-group --group-name g
attempt as proven aws sts get-session-token
attempt as proven aws sts assume-role --role-arn $guarded --role-session-name s1

say "AssumeRole: another principal, with the role's permissions in place of Ann's, here or in another account."
reader=$(session ann assume-role --role-arn $here --role-session-name s1)
abroad=$(session ann assume-role --role-arn $there --role-session-name s1)
say "    $(whoami reader)"
say "    $(whoami abroad)"
attempt as reader aws iam list-users
attempt as reader aws iam create-group --group-name h
say "  It gets no session token, and carries no MFA even if Ann showed a code for it:"
attempt as reader aws sts get-session-token
proven_reader=$(session ann assume-role --role-arn $here --role-session-name s1 --serial-number $device --token-code "$(code "$seed" 1)")
attempt as proven_reader aws sts assume-role --role-arn $guarded --role-session-name s1

say "GetFederationToken: Ann vouches for a guest, who has what both Ann and the session policy allow."
everything=$(policy '"Action":"*","Resource":"*"')
guest=$(session ann get-federation-token --name guest --policy "$everything")
say "    $(whoami guest)"
say "  The guest calls no IAM and assumes no role, whatever both policies allow; there is no device that could prove more:"
attempt as guest aws iam list-users
attempt as guest aws sts assume-role --role-arn $here --role-session-name s1
attempt as guest aws sts assume-role --role-arn $guarded --role-session-name s1 --serial-number $device --token-code "$(code "$seed" 2)"

say "A bucket that wants MFA, asked by Ann with and without it, and by the guest (portcullis eval):"
# ask WHO ARN CONTEXT POLICIES
ask() {
  say "{\"id\":\"$1\",\"principal\":{\"arn\":\"$2\"},\"action\":\"s3:GetObject\",\"resource\":{\"arn\":\"arn:aws:s3:::safe/key\",\"account\":\"111111111111\"},
    \"context\":{$3},\"policies\":{\"identity\":[{\"name\":\"all\",\"document\":$everything}],$4\"resource\":{\"name\":\"mfa-only\",\"document\":
    {\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"s3:*\",\"Resource\":\"*\",\"Condition\":{\"BoolIfExists\":{\"aws:MultiFactorAuthPresent\":\"false\"}}}}}}}" | tr '\n' ' '
  say
}
{
  ask "  long-term key" arn:aws:iam::111111111111:user/Ann '' ''
  ask "  session without a code" arn:aws:iam::111111111111:user/Ann '"aws:MultiFactorAuthPresent":"false"' ''
  ask "  session with a code" arn:aws:iam::111111111111:user/Ann '"aws:MultiFactorAuthPresent":"true","aws:MultiFactorAuthAge":"9"' ''
  ask "  federated guest" arn:aws:sts::111111111111:federated-user/guest '"aws:MultiFactorAuthPresent":"false"' "\"session\":[{\"name\":\"all\",\"document\":$everything}],"
} | "$portcullis" eval -

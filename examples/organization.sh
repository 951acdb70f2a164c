#!/usr/bin/env bash
# An organization: two units, five accounts, and guard rails that bind whoever works in them, administrators and roots included.
#
# Run it against a server whose first account has no organization yet, and that has no account 222222222222:
#   portcullis serve --dev            (then paste the lines of its banner into this shell)
#   examples/organization.sh
# Needs the AWS CLI, and the program as `portcullis` on the PATH or in PORTCULLIS_BIN. Ids are told by the names of what they are.
set -euo pipefail
. "$(dirname "$0")/people.sh"
names=$(mktemp)
trap 'rm -f "$names"' EXIT

# called ID NAME: from now on the id is told as <NAME>.
called() { say "s/$1/<$2>/g" >>"$names"; }
named() { while IFS= read -r line; do say "$line" | sed -f "$names"; done; }
org() { aws organizations "$@" --output text; }
# rule ELEMENTS: a policy document of one statement that denies.
rule() { say "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Deny\",$1}}"; }
# guard NAME TARGET DOCUMENT [TYPE]: makes a policy and attaches it.
guard() {
  local id
  id=$(org create-policy --name "$1" --description "" --type "${4:-SERVICE_CONTROL_POLICY}" --content "$3" --query Policy.PolicySummary.Id)
  called "$id" "$1"
  org attach-policy --policy-id "$id" --target-id "$2"
}
# account NAME UNIT: a new member account in a unit; its id.
account() {
  local request id
  request=$(org create-account --account-name "$1" --email "$1@example.com" --query CreateAccountStatus.Id)
  until id=$(org describe-create-account-status --create-account-request-id "$request" --query CreateAccountStatus.AccountId) && [ "$id" != None ]; do sleep 0.2; done
  [ "$2" = "$top" ] || org move-account --account-id "$id" --source-parent-id "$top" --destination-parent-id "$2"
  called "$id" "$1"
  say "$id"
}
# member ACCOUNT: the role that every member account has for the management account, as lines.
member() { session mia assume-role --role-arn "arn:aws:iam::$1:role/OrganizationAccountAccessRole" --role-session-name mia; }

story() {
  called "$(org create-organization --feature-set ALL --query Organization.Id)" organization
  top=$(org list-roots --query 'Roots[0].Id')
  prod=$(org create-organizational-unit --parent-id "$top" --name prod --query OrganizationalUnit.Id)
  lab=$(org create-organizational-unit --parent-id "$top" --name lab --query OrganizationalUnit.Id)
  called "$prod" prod
  called "$lab" lab
  called "$top" top
  shop=$(account shop "$prod") pay=$(account pay "$prod") try=$(account try "$lab") play=$(account play "$lab") logs=$(account logs "$top")
  management="export AWS_ACCESS_KEY_ID=$AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY=$AWS_SECRET_ACCESS_KEY"
  aws iam create-user --user-name Mia >/dev/null
  aws iam put-user-policy --user-name Mia --policy-name all --policy-document "$(policy '"Action":"*","Resource":"*"')"
  mia=$(new_key management Mia)
  say "The organization has $(org list-accounts --query 'length(Accounts)') accounts: the management account, and these in its tree:"
  for parent in "$top" "$prod" "$lab"; do
    say "  $parent: $(org list-accounts-for-parent --parent-id "$parent" --query 'sort_by(Accounts[?Name],&Name)[].Name' | tr '\t' ' ')"
  done
  in_shop=$(member "$shop") in_try=$(member "$try") in_logs=$(member "$logs")
  say "Mia of the management account is $(whoami in_shop)"

  say "Who works in prod stays in Frankfurt; services that have no region are spared."
  guard frankfurt "$prod" "$(rule '"NotAction":["iam:*","organizations:*"],"Resource":"*","Condition":{"StringNotEquals":{"aws:RequestedRegion":"eu-central-1"}}')"
  attempt as in_shop aws iam create-user --user-name Sid
  attempt as in_shop aws sts get-access-key-info --access-key-id "$AWS_ACCESS_KEY_ID" --region us-east-1
  say "  The same in lab:"
  attempt as in_try aws sts get-access-key-info --access-key-id "$AWS_ACCESS_KEY_ID" --region us-east-1

  say "Nobody leaves."
  guard stay "$top" "$(rule '"Action":"organizations:LeaveOrganization","Resource":"*"')"
  attempt as in_logs aws organizations leave-organization

  say "In prod the role of the auditors is theirs, users have a boundary, and roles say whose they are."
  as in_shop aws iam create-role --role-name Auditor --assume-role-policy-document "$(policy "\"Principal\":{\"AWS\":\"$logs\"},\"Action\":\"sts:AssumeRole\"")" >/dev/null
  guard auditors "$prod" "$(rule '"Action":["iam:DeleteRole","iam:UpdateAssumeRolePolicy"],"Resource":"arn:aws:iam::*:role/Auditor"')"
  guard bounded "$prod" "$(rule '"Action":"iam:CreateUser","Resource":"*","Condition":{"Null":{"iam:PermissionsBoundary":"true"}}')"
  guard tagged "$prod" "$(rule '"Action":"iam:CreateRole","Resource":"*","Condition":{"Null":{"aws:RequestTag/Team":"true"}}')"
  attempt as in_shop aws iam delete-role --role-name Auditor
  attempt as in_shop aws iam create-user --user-name Una
  attempt as in_shop aws iam create-user --user-name Una --permissions-boundary arn:aws:iam::aws:policy/ReadOnlyAccess
  trust=$(policy "\"Principal\":{\"AWS\":\"$shop\"},\"Action\":\"sts:AssumeRole\"")
  attempt as in_shop aws iam create-role --role-name Job --assume-role-policy-document "$trust"
  attempt as in_shop aws iam create-role --role-name Job --assume-role-policy-document "$trust" --tags Key=Team,Value=red

  say "The account 222222222222 comes in, and its root is denied from then on. The management account's is exempt."
  guest=$(new_account 222222222222 guest)
  guard no-root "$top" "$(rule '"Action":"*","Resource":"*","Condition":{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:root"}}')"
  attempt as guest aws iam create-group --group-name before
  invitation=$(org invite-account-to-organization --target Id=222222222222,Type=ACCOUNT --query Handshake.Id)
  as guest aws organizations accept-handshake --handshake-id "$invitation" >/dev/null
  attempt as guest aws iam create-group --group-name after
  attempt aws iam create-group --group-name managers

  say "A role in lab trusts a vendor outside. Whoever it trusts, a resource control policy lets nobody in who is not of the organization."
  vendor=$(new_account 333333333333 vendor)
  as vendor aws iam create-user --user-name Val >/dev/null
  as vendor aws iam put-user-policy --user-name Val --policy-name all --policy-document "$(policy '"Action":"*","Resource":"*"')"
  val=$(new_key vendor Val)
  as in_try aws iam create-role --role-name Shared --assume-role-policy-document "$(policy '"Principal":{"AWS":["333333333333","123456789012"]},"Action":"sts:AssumeRole"')" >/dev/null
  assume_shared() { as "$1" aws sts assume-role --role-arn "arn:aws:iam::$try:role/Shared" --role-session-name visit; }
  attempt assume_shared val
  org enable-policy-type --root-id "$top" --policy-type RESOURCE_CONTROL_POLICY >/dev/null
  guard perimeter "$lab" "$(rule "\"Principal\":\"*\",\"Action\":\"sts:AssumeRole\",\"Resource\":\"*\",\"Condition\":{\"StringNotEqualsIfExists\":{\"aws:PrincipalOrgID\":\"$(org describe-organization --query Organization.Id)\"}}")" RESOURCE_CONTROL_POLICY
  attempt assume_shared val
  attempt assume_shared mia

  say "The account try moves to prod, and what binds prod binds it at once; it moves back."
  org move-account --account-id "$try" --source-parent-id "$lab" --destination-parent-id "$prod"
  attempt as in_try aws iam create-user --user-name Tim
  org move-account --account-id "$try" --source-parent-id "$prod" --destination-parent-id "$lab"
  attempt as in_try aws iam create-user --user-name Tim
  say "Without service control policies nothing of it is left."
  org disable-policy-type --root-id "$top" --policy-type SERVICE_CONTROL_POLICY >/dev/null
  attempt as guest aws iam create-group --group-name after
  attempt as in_shop aws iam create-user --user-name Una2
}

story | named

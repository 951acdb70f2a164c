#!/usr/bin/env bash
# Writes an organization, its guard rails and its accounts into a folder, for `portcullis import FOLDER`.
#
#   examples/list-organization.sh FOLDER [ROLE]
#
# Run it with credentials of the management account (a user's or a role's: root may not assume roles) that may read the organization and
# assume ROLE, OrganizationAccountAccessRole if not given, in its members. Needs nothing but the AWS CLI. Accounts that cannot be entered
# are told and left out; `portcullis import` then makes them empty.
set -euo pipefail
umask 077
folder=${1:?usage: list-organization.sh FOLDER [ROLE]}
role=${2:-OrganizationAccountAccessRole}
export AWS_PAGER=

# list FILE ARGUMENTS…: what the AWS CLI prints, all pages of it, in the file that import looks for.
list() {
  mkdir -p "$(dirname "$folder/$1")"
  aws "${@:2}" --output json >"$folder/$1.json.part"
  mv "$folder/$1.json.part" "$folder/$1.json"
}

# ids QUERY ARGUMENTS…: one id a line.
ids() { aws "${@:2}" --query "$1" --output text | tr '\t' '\n' | grep -v '^None$' || true; }

# walk PARENT: the units and accounts in a root or unit, and in the units below.
walk() {
  list "list-organizational-units-for-parent/$1" organizations list-organizational-units-for-parent --parent-id "$1"
  list "list-accounts-for-parent/$1" organizations list-accounts-for-parent --parent-id "$1"
  local unit
  for unit in $(ids 'OrganizationalUnits[].Id' organizations list-organizational-units-for-parent --parent-id "$1"); do
    tags "$unit"
    walk "$unit"
  done
}

# tags RESOURCE: the tags of the root, a unit, an account or a policy.
tags() { list "list-tags-for-resource/$1" organizations list-tags-for-resource --resource-id "$1"; }

list describe-organization organizations describe-organization
list list-roots organizations list-roots
list list-accounts organizations list-accounts
root=$(ids 'Roots[].Id' organizations list-roots)
walk "$root"
tags "$root"
for type in $(ids 'Roots[0].PolicyTypes[?Status==`ENABLED`].Type' organizations list-roots); do
  list "list-policies/$type" organizations list-policies --filter "$type"
  for policy in $(ids 'Policies[].Id' organizations list-policies --filter "$type"); do
    list "describe-policy/$policy" organizations describe-policy --policy-id "$policy"
    list "list-targets-for-policy/$policy" organizations list-targets-for-policy --policy-id "$policy"
  done
  for policy in $(ids 'Policies[?!AwsManaged].Id' organizations list-policies --filter "$type"); do
    tags "$policy"
  done
done

management=$(ids Organization.MasterAccountId organizations describe-organization)
for account in $(ids 'Accounts[?Status==`ACTIVE`].Id' organizations list-accounts); do
  tags "$account"
  if [ "$account" = "$management" ]; then
    list "get-account-authorization-details/$account" iam get-account-authorization-details
    continue
  fi
  session=$(aws sts assume-role --role-arn "arn:aws:iam::$account:role/$role" --role-session-name list-organization \
    --query 'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]' --output text) || {
    echo "account $account is left out: $role cannot be assumed there" >&2
    continue
  }
  (
    read -r AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN <<<"$session"
    export AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN
    list "get-account-authorization-details/$account" iam get-account-authorization-details
  )
done
echo "$folder: now portcullis import $folder" >&2

#!/usr/bin/env bash
# A user hands a service a role: the user's iam:PassRole and the role's trust, each removed in turn.
#
# Run it against a server that has no accounts 111111111111 and 222222222222 yet:
#   portcullis serve --dev            (then paste the lines of its banner into this shell)
#   examples/pass-role.sh
# Needs the AWS CLI, Python 3.11, and the program as `portcullis` on the PATH or in PORTCULLIS_BIN.
set -euo pipefail
. "$(dirname "$0")/people.sh"
role=arn:aws:iam::111111111111:role/Report

say "The operator registers a service, lambda.amazonaws.com, which starts."
lambda=$("$portcullis" service add lambda.amazonaws.com | grep -E '^(export|unset)')
exec {service}< <(as lambda exec python3 "$(dirname "$0")/pass-role-service.py")
read -r port process <&"$service"
trap 'kill "$process"' EXIT

create() { as "$1" aws lambda create-function --endpoint-url "http://127.0.0.1:$port" --function-name report --role "$role" \
  --runtime python3.12 --handler report.run --code S3Bucket=code,S3Key=report; }
invoke() { as "$1" aws lambda invoke --endpoint-url "http://127.0.0.1:$port" --function-name report /dev/stdout; }
trusting() { policy "\"Principal\":$1,\"Action\":\"sts:AssumeRole\""; }
trust() { as owner aws iam update-assume-role-policy --role-name Report --policy-document "$1"; }
pass() { as owner aws iam put-user-policy --user-name Ann --policy-name pass \
  --policy-document "$(policy "\"Action\":\"iam:PassRole\",\"Resource\":\"$role\",\"Condition\":{\"StringEquals\":{\"iam:PassedToService\":\"$1\"}}")"; }

say "Account 111111111111 has a role that may list users and trusts the service, and a user, Ann."
owner=$(new_account 111111111111 owner)
as owner aws iam create-role --role-name Report --assume-role-policy-document "$(trusting '{"Service":"lambda.amazonaws.com"}')" >/dev/null
as owner aws iam put-role-policy --role-name Report --policy-name read \
  --policy-document "$(policy '"Action":"iam:ListUsers","Resource":"*"')"
as owner aws iam create-user --user-name Ann >/dev/null
ann=$(new_key owner Ann)

say "  Ann makes a function with that role, but may not pass it:"
attempt create ann
pass ec2.amazonaws.com
say "  Ann may pass it to EC2:"
attempt create ann
pass lambda.amazonaws.com
trust "$(trusting '{"Service":"ec2.amazonaws.com"}')"
say "  Ann may pass it to Lambda, but the role trusts EC2 alone:"
attempt create ann
trust "$(trusting '{"Service":"lambda.amazonaws.com"}')"
say "  The permission and the trust:"
attempt create ann

say "The function runs as the role:"
say "    $(invoke ann | head -1 | sed 's/^"//; s/".*//')"
say "  Ann may not list users:"
attempt as ann aws iam list-users
as owner aws iam delete-user-policy --user-name Ann --policy-name pass
say "  The permission is taken back; it is asked when something is made, not when it runs:"
attempt create ann
attempt invoke ann
trust "$(trusting '{"Service":"ec2.amazonaws.com"}')"
say "  The trust is taken back, which bites at once:"
attempt invoke ann

say "The trust is for functions of 111111111111 alone, and account 222222222222 makes one with the role:"
trust "$(policy '"Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"aws:SourceAccount":"111111111111"}}')"
vendor=$(new_account 222222222222 vendor)
attempt create vendor
say "  Ann's function runs:"
attempt invoke ann

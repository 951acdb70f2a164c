#!/usr/bin/env bash
# A company's own sign-in lets people into a role: SAML, with assertions that are signed for real, and some that are not.
#
# Run it against a server that has no account 111111111111 yet:
#   portcullis serve --dev            (then paste the lines of its banner into this shell)
#   examples/saml.sh
# Needs the AWS CLI, openssl, xmlsec1, and the program as `portcullis` on the PATH or in PORTCULLIS_BIN.
set -euo pipefail
. "$(dirname "$0")/people.sh"
role=arn:aws:iam::111111111111:role/Team
provider=arn:aws:iam::111111111111:saml-provider/Company
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT

# new_idp NAME: the key and certificate of an identity provider.
new_idp() {
  openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj "/CN=$1" -keyout "$folder/$1.key" -out "$folder/$1.crt" 2>/dev/null
}
certificate() { grep -v CERTIFICATE "$folder/$1.crt"; }
moment() { date -u -d "$1" +%Y-%m-%dT%H:%M:%SZ; }
metadata() {
  say '<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://idp.example.com/metadata">
  <IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
    <KeyDescriptor use="signing"><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>'"$(certificate "$1")"'</X509Certificate></X509Data></KeyInfo></KeyDescriptor>
    <SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://idp.example.com/sso"/>
  </IDPSSODescriptor>
</EntityDescriptor>'
}
# attribute NAME VALUE: what the assertion says, under AWS's names.
attribute() {
  say "<saml:Attribute Name=\"https://aws.amazon.com/SAML/Attributes/$1\"><saml:AttributeValue>$2</saml:AttributeValue></saml:Attribute>"
}
# response WHO TEAM UNTIL ROLE: what the identity provider posts for somebody, not signed yet.
response() {
  local from until
  from=$(moment '1 minute ago') until=$(moment "$3")
  say '<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_response" Version="2.0" IssueInstant="'"$from"'" Destination="https://signin.aws.amazon.com/saml">
<saml:Issuer>https://idp.example.com/metadata</saml:Issuer>
<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>
<saml:Assertion ID="_assertion" Version="2.0" IssueInstant="'"$from"'"><saml:Issuer>https://idp.example.com/metadata</saml:Issuer><Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo><CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/><SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/><Reference URI="#_assertion"><Transforms><Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/><Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/></Transforms><DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><DigestValue/></Reference></SignedInfo><SignatureValue/></Signature>
<saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">'"$1"'</saml:NameID><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData NotOnOrAfter="'"$until"'" Recipient="https://signin.aws.amazon.com/saml"/></saml:SubjectConfirmation></saml:Subject>
<saml:Conditions NotBefore="'"$from"'" NotOnOrAfter="'"$until"'"><saml:AudienceRestriction><saml:Audience>https://signin.aws.amazon.com/saml</saml:Audience></saml:AudienceRestriction></saml:Conditions>
<saml:AuthnStatement AuthnInstant="'"$from"'"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>
<saml:AttributeStatement>'"$(attribute Role "$4,$provider")$(attribute RoleSessionName "$1")$(attribute PrincipalTag:Team "$2")"'</saml:AttributeStatement></saml:Assertion></samlp:Response>'
}
# signed IDP: the response on standard input with its assertion signed by that provider's key.
signed() {
  cat >"$folder/response.xml"
  xmlsec1 --sign --privkey-pem "$folder/$1.key" --id-attr:ID urn:oasis:names:tc:SAML:2.0:assertion:Assertion "$folder/response.xml"
}
# assume: the call that nobody signs, with the response on standard input.
assume() {
  (unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY
    aws sts assume-role-with-saml --role-arn "$role" --principal-arn "$provider" --saml-assertion "$(base64 -w0)" "$@")
}
# enter WHO TEAM [UNTIL [ROLE [IDP]]]: posts what a provider signs.
enter() { response "$1" "$2" "${3:-5 minutes}" "${4:-$role}" | signed "${5:-company}" | assume; }

say "Account 111111111111 knows the company's identity provider by its metadata."
new_idp company
new_idp stranger
owner=$(new_account 111111111111 owner)
as owner aws iam create-saml-provider --name Company --saml-metadata-document "$(metadata company)" >/dev/null
say "The role Team is for whoever it vouches for. Who is of the team red may list users."
as owner aws iam create-role --role-name Team --assume-role-policy-document "$(policy "\"Principal\":{\"Federated\":\"$provider\"},\"Action\":[\"sts:AssumeRoleWithSAML\",\"sts:TagSession\"],\"Condition\":{\"StringEquals\":{\"SAML:aud\":\"https://signin.aws.amazon.com/saml\"}}")" >/dev/null
as owner aws iam put-role-policy --role-name Team --policy-name red \
  --policy-document "$(policy '"Action":"iam:ListUsers","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalTag/Team":"red"}}')"

say "Ann and Bob sign in at the company, which says whose team they are of."
person() { enter "$1" "$2" | sed -nE 's/.*"(AccessKeyId|SecretAccessKey|SessionToken)": "(.*)".*/\2/p' | paste -sd' ' | exports; }
ann=$(person ann red)
bob=$(person bob blue)
say "  $(whoami ann) lists users:"
attempt as ann aws iam list-users
say "  $(whoami bob) lists users:"
attempt as bob aws iam list-users

say "What is not believed:"
say "  an assertion that nobody signed"
response ann red '5 minutes' "$role" >"$folder/unsigned.xml"
attempt assume <"$folder/unsigned.xml"
say "  one that was changed after it was signed: Bob is of the team red"
response bob blue '5 minutes' "$role" | signed company | sed 's/>blue</>red</' >"$folder/changed.xml"
attempt assume <"$folder/changed.xml"
say "  one that a stranger signed in the company's name"
attempt enter ann red '5 minutes' "$role" stranger
say "  one that is over"
attempt enter ann red '10 seconds ago'
say "  one that lets into another role"
attempt enter ann red '5 minutes' arn:aws:iam::111111111111:role/Other

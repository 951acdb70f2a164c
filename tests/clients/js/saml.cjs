// A SAML identity provider by `samlp`: `GET /metadata`, and `GET /sso` with an AuthnRequest, which answers the form that browsers post. Key,
// certificate, role pair and the URL that it answers to come as JSON in the first argument; its own URL is printed.
const http = require("node:http");
const samlp = require("samlp");

const { key, cert, pair, recipient } = JSON.parse(process.argv[2]);
const aws = "https://aws.amazon.com/SAML/Attributes/";

function Profile(user) {
  return {
    getClaims: () => ({ [`${aws}Role`]: pair, [`${aws}RoleSessionName`]: user.name, [`${aws}PrincipalTag:Team`]: user.team }),
    getNameIdentifier: () => ({ nameIdentifier: user.name, nameIdentifierFormat: "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent" }),
  };
}
Profile.prototype.metadata = [];

const shared = { issuer: "urn:samlp.example", key, cert, profileMapper: Profile };
const sso = samlp.auth({
  ...shared,
  recipient,
  destination: recipient,
  signResponse: process.argv[3] === "both",
  getUserFromRequest: () => ({ name: "ann@example.com", team: "red" }),
  getPostURL: (_audience, _document, _request, done) => done(null, recipient),
});
const metadata = samlp.metadata(shared);

const server = http.createServer((request, response) => {
  const url = new URL(request.url, "http://127.0.0.1");
  Object.assign(request, { query: Object.fromEntries(url.searchParams), originalUrl: request.url, protocol: "http" });
  Object.assign(response, { set: (name, value) => response.setHeader(name, value), send: (body) => response.end(String(body)) });
  const failed = (error) => response.writeHead(500).end(String(error));
  (url.pathname === "/metadata" ? metadata : sso)(request, response, failed);
});
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}`));
process.stdin.resume().on("end", () => process.exit());

// A provider by `oidc-provider`: client credentials give JSON Web Tokens. `POST /rotate` makes a new key and forgets all but the last two.
import { createServer } from "node:http";
import { generateKeyPairSync, randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(process.env.NODE_PATH + "/");
const { default: Provider } = await import(pathToFileURL(require.resolve("oidc-provider")));

const keys = [];
let handle;

function rotate(issuer) {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  keys.unshift({ ...privateKey.export({ format: "jwk" }), kid: randomUUID(), use: "sig", alg: "RS256" });
  keys.splice(2);
  const provider = new Provider(issuer, {
    jwks: { keys },
    clients: [{ client_id: "workload", client_secret: "secret", grant_types: ["client_credentials"], redirect_uris: [], response_types: [] }],
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => "urn:app",
        getResourceServerInfo: () => ({ scope: "", audience: "app", accessTokenFormat: "jwt", accessTokenTTL: 600, jwt: { sign: { alg: "RS256" } } }),
      },
    },
  });
  handle = provider.callback();
}

const server = createServer((request, response) => {
  if (request.method === "POST" && request.url === "/rotate") {
    rotate(issuer);
    response.end("{}");
  } else {
    handle(request, response);
  }
});
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
const issuer = `http://127.0.0.1:${server.address().port}`;
rotate(issuer);
console.log(issuer);
process.stdin.on("end", () => process.exit(0)).resume();

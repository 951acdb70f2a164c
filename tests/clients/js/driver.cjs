"use strict";
// The AWS SDK for JavaScript behind standard input and output: a request in JSON on each line, an answer in JSON on each line, in order.
// `drivers.py` says what requests there are. Dates and bytes are written as {"$date": …} and {"$bytes": …}.

const readline = require("node:readline");
const providers = require("@aws-sdk/credential-providers");
const services = {
  iam: require("@aws-sdk/client-iam"),
  sts: require("@aws-sdk/client-sts"),
};
const CLASSES = { iam: "IAMClient", sts: "STSClient" };
const clients = new Map();

/** A client for an endpoint, region and credentials, kept: making one costs more than a call. */
function client(service, settings) {
  const key = JSON.stringify([service, settings]);
  if (!clients.has(key)) {
    const { endpoint, region, credentials } = settings;
    clients.set(key, new services[service][CLASSES[service]]({ endpoint, region, credentials, maxAttempts: 1 }));
  }
  return clients.get(key);
}

/** One operation by AWS's name. */
function call({ service, operation, parameters, settings }) {
  const Command = services[service][`${operation}Command`];
  return client(service, settings).send(new Command(parameters));
}

/** All pages of an operation. */
async function paginate({ service, operation, parameters, pageSize, settings }) {
  const pages = [];
  const configuration = { client: client(service, settings), pageSize };
  for await (const page of services[service][`paginate${operation}`](configuration, parameters)) {
    pages.push(plain(page));
  }
  return pages;
}

/** A waiter, which asks several times a second: the SDK would let two seconds pass. */
async function wait({ service, waiter, parameters, seconds, settings }) {
  const configuration = { client: client(service, settings), maxWaitTime: seconds, minDelay: 0.2, maxDelay: 0.5 };
  const { state } = await services[service][`waitUntil${waiter}`](configuration, parameters);
  return { state };
}

/**
 * Who the server says is calling, by a credential provider; `again` asks the provider once more. With `assumer` it is told how to
 * exchange tokens, which profiles leave open whatever `clientConfig` says.
 */
async function provide({ provider, options, code, again, assumer, settings }) {
  const asked = [];
  const mfaCodeProvider = async (serial) => {
    asked.push(serial);
    return code;
  };
  const { endpoint, region } = settings;
  const clientConfig = { endpoint, region, maxAttempts: 1 };
  const exchange = assumer ? { roleAssumerWithWebIdentity: services.sts.getDefaultRoleAssumerWithWebIdentity(clientConfig) } : {};
  const resolve = providers[provider]({ ...options, ...exchange, mfaCodeProvider, clientConfig });
  const credentials = await resolve();
  const renewed = again ? await resolve() : credentials;
  const sts = new services.sts.STSClient({ endpoint, region, credentials, maxAttempts: 1 });
  const { Arn: arn } = await sts.send(new services.sts.GetCallerIdentityCommand({}));
  return { arn, asked, keys: [credentials.accessKeyId, renewed.accessKeyId], expiration: credentials.expiration };
}

/** Who the server says is calling, by a client that is told nothing: endpoint, region and credentials come from the environment and its files. */
async function identify() {
  const { Arn: arn } = await new services.sts.STSClient({ maxAttempts: 1 }).send(new services.sts.GetCallerIdentityCommand({}));
  return { arn };
}

/** Every operation, paginator and waiter that the SDK has. */
async function known({ service }) {
  const names = (start, end) =>
    Object.keys(services[service])
      .filter((name) => name.startsWith(start) && name.endsWith(end) && name.length > start.length + end.length)
      .map((name) => name.slice(start.length, name.length - end.length));
  return { operations: names("", "Command"), paginators: names("paginate", ""), waiters: names("waitUntil", "") };
}

/** A reply without metadata, in JSON. */
function plain(value) {
  if (value instanceof Date) return { $date: value.toISOString() };
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString("base64") };
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== "object") return value;
  const members = Object.entries(value).filter(([name]) => name !== "$metadata");
  return Object.fromEntries(members.map(([name, member]) => [name, plain(member)]));
}

const KINDS = { call, paginate, wait, provide, identify, known };

async function answer(line) {
  const request = JSON.parse(line);
  try {
    return { reply: plain(await KINDS[request.kind](request)) };
  } catch (error) {
    const status = error.$metadata?.httpStatusCode;
    return { error: { name: error.name, code: error.Code ?? error.name, message: error.message, status } };
  }
}

async function main() {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify(await answer(line))}\n`);
  }
}

main();

// Connects with MQTT.js, subscribes, publishes to itself and prints what came back as one line of JSON. Its one argument is a JSON document:
// { modules, url, options, ca, cert, key, filter, messages: [{ topic, payload, qos }] }. Exits with 1 and the reason when anything fails.
"use strict";

const fs = require("node:fs");
const { createRequire } = require("node:module");

const task = JSON.parse(process.argv[2]);
const mqtt = createRequire(task.modules + "/")("mqtt");
const file = (name) => (name ? fs.readFileSync(name) : undefined);

async function main() {
    const client = await mqtt.connectAsync(task.url, {
        ...task.options,
        ca: file(task.ca),
        cert: file(task.cert),
        key: file(task.key),
        reconnectPeriod: 0,
        connectTimeout: 20_000,
    }, false);
    const received = [];
    const all = new Promise((resolve, reject) => {
        client.on("error", reject);
        client.on("close", () => reject(new Error("the server closed the connection")));
        client.on("message", (topic, payload, packet) => {
            received.push({ topic, payload: payload.length > 1000 ? `${payload.length} bytes` : payload.toString(), qos: packet.qos });
            if (received.length === task.messages.length) {
                resolve();
            }
        });
    });
    all.catch(() => {});
    await client.subscribeAsync(task.filter, { qos: 2 });
    for (const message of task.messages) {
        await client.publishAsync(message.topic, message.payload, { qos: message.qos });
    }

    await all;
    client.removeAllListeners("close");
    await client.endAsync();
    console.log(JSON.stringify(received));
}

main().catch((error) => {
    console.error(error.message);
    process.exit(1);
});

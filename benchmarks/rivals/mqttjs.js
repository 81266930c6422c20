// A publisher on MQTT.js, with the options of the benchmark's loads (see ../README.md); prints one line of JSON.
const mqtt = require('mqtt');
const fs = require('fs');

const option = (name, otherwise) => {
  const at = process.argv.indexOf(name);
  return at > 0 ? process.argv[at + 1] : otherwise;
};
const number = (name, otherwise) => Number(option(name, otherwise));
const mode = option('--mode', 'tput');
const qos = number('--qos', 0);
const retain = number('--retain', 0) === 1;
const inFlight = number('--inflight', 100);
const rate = number('--rate', 0);
const burst = number('--burst', 1);
const size = number('--size', 64);
const topics = Array.from({ length: 50 }, (_, i) => `bench/device${String(i).padStart(2, '0')}/state`);
const payload = Buffer.from('{"t":0000000000000000000,"temperature":21.53'.padEnd(size - 1).slice(0, size - 1) + '}');
const latencies = [];

const client = mqtt.connect({
  host: '127.0.0.1',
  port: number('--port', 1883),
  clientId: 'bench-mqttjs',
  protocolVersion: number('--proto', 5),
  reconnectPeriod: 0,
});

const publish = (i, level, done) => client.publish(topics[i % topics.length], payload, { qos: level, retain }, (error) => {
  if (error) throw error;
  done();
});

const throughput = (count) => new Promise((resolve) => {
  const window = qos ? inFlight : 1000;
  let sent = 0;
  let done = 0;
  const finish = () => (qos ? resolve() : publish(0, 1, resolve));
  const pump = () => {
    while (sent < count && sent - done < window) {
      publish(sent++, qos, () => (++done === count ? finish() : pump()));
    }
  };
  pump();
});

const burstOf = (start) => new Promise((resolve) => {
  const began = process.hrtime.bigint();
  if (mode === 'e2e') payload.write(began.toString().padStart(19, '0'), 5);
  let left = burst;
  for (let i = 0; i < burst; i++) {
    publish(start + i, qos, () => {
      latencies.push(Number(process.hrtime.bigint() - began) / 1000);
      if (--left === 0) resolve();
    });
  }
});

const paced = async (count) => {
  let next = performance.now();
  for (let sent = 0; sent < count; sent += burst) {
    next += 1000 / rate;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, next - performance.now())));
    await burstOf(sent);
  }
};

const percentile = (part) => (latencies.length ? latencies[Math.round(part * (latencies.length - 1))] : 0);

client.on('error', (error) => {
  console.error(error);
  process.exit(2);
});
client.on('connect', async () => {
  const run = mode === 'rtt' || mode === 'e2e' ? paced : throughput;
  await run(number('--warmup', 0));
  latencies.length = 0;
  const count = number('--count', 100000);
  const used = process.cpuUsage();
  const began = performance.now();
  await run(count);
  const seconds = (performance.now() - began) / 1000;
  const cpu = process.cpuUsage(used);
  latencies.sort((a, b) => a - b);
  const rss = Number(fs.readFileSync('/proc/self/statm', 'utf8').split(' ')[1]) * 4;
  console.log(JSON.stringify({
    msgs_per_s: count / seconds,
    cpu_s_per_100k: ((cpu.user + cpu.system) / 1e6) * 1e5 / count,
    alloc_per_msg: null,
    rss_kb: rss,
    p50_us: percentile(0.5),
    p99_us: percentile(0.99),
  }));
  client.end();
});

/* A publisher on libmosquitto, with the options of the benchmark's loads (see ../README.md). One thread; it prints its
 * figures as one line of JSON. Build: gcc -O2 -o libmosquitto libmosquitto.c -lmosquitto */
#include <mosquitto.h>
#include <mqtt_protocol.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { TOPICS = 50, MOST_BURST = 1000 };

static struct mosquitto *client;
static int connected, topic_size, retain, qos, stamped;
static long acknowledged;
static char topics[TOPICS][64], *payload;
static double *latencies, tick_started;
static long measured;

static const char *option(int count, char **words, const char *name, const char *otherwise) {
    for (int i = 1; i + 1 < count; i++)
        if (!strcmp(words[i], name)) return words[i + 1];
    return otherwise;
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

static double cpu(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_utime.tv_sec + usage.ru_stime.tv_sec + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static long resident_kb(void) {
    long pages = 0, resident = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file && fscanf(file, "%ld %ld", &pages, &resident) != 2) resident = 0;
    if (file) fclose(file);
    return resident * (sysconf(_SC_PAGESIZE) / 1024);
}

static void on_connect(struct mosquitto *m, void *o, int code, int flags, const mosquitto_property *p) {
    (void)m, (void)o, (void)flags, (void)p;
    if (code) { fprintf(stderr, "refused: %d\n", code); exit(2); }
    connected = 1;
}

static void on_publish(struct mosquitto *m, void *o, int id, int code, const mosquitto_property *p) {
    (void)m, (void)o, (void)id, (void)code, (void)p;
    acknowledged++;
    if (latencies) latencies[measured++] = now() - tick_started;
}

static void publish(long number, int level) {
    int code = mosquitto_publish_v5(client, NULL, topics[number % TOPICS], topic_size, payload, level, retain, NULL);
    if (code) { fprintf(stderr, "publish: %s\n", mosquitto_strerror(code)); exit(3); }
}

static void at_most_once(long count) {
    for (long i = 0; i < count; i++) {
        publish(i, 0);
        while (mosquitto_want_write(client)) mosquitto_loop(client, 100, 1);
    }
    acknowledged = 0;
    publish(0, 1);
    while (acknowledged < 1) mosquitto_loop(client, 1000, 1);
}

static void at_least_once(long count, int in_flight) {
    long sent = 0;
    acknowledged = 0;
    while (acknowledged < count) {
        while (sent < count && sent - acknowledged < in_flight) publish(sent++, 1);
        mosquitto_loop(client, 1000, 1);
    }
}

static void paced(long count, int rate, int burst) {
    double next = now();
    for (long sent = 0; sent < count; sent += burst) {
        next += 1.0 / rate;
        double wait = next - now();
        if (wait > 0) {
            struct timespec time = {(time_t)wait, (long)((wait - (time_t)wait) * 1e9)};
            nanosleep(&time, NULL);
        }
        acknowledged = 0;
        tick_started = now();
        if (stamped) {
            char digits[20];
            snprintf(digits, sizeof digits, "%019lld", (long long)(tick_started * 1e9));
            memcpy(payload + 5, digits, 19);
        }
        for (int i = 0; i < burst; i++) publish(sent + i, 1);
        while (acknowledged < burst) mosquitto_loop(client, 1000, 1);
    }
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static double percentile(double part) {
    return measured ? latencies[(long)(part * (measured - 1) + 0.5)] * 1e6 : 0;
}

static void run(const char *mode, long count, int in_flight, int rate, int burst) {
    if (!count) return;
    if (!strcmp(mode, "rtt") || stamped) paced(count, rate, burst);
    else if (qos) at_least_once(count, in_flight);
    else at_most_once(count);
}

int main(int argc, char **argv) {
    const char *mode = option(argc, argv, "--mode", "tput");
    int v5 = atoi(option(argc, argv, "--proto", "5")) == 5;
    int in_flight = atoi(option(argc, argv, "--inflight", "100")), rate = atoi(option(argc, argv, "--rate", "0"));
    int burst = atoi(option(argc, argv, "--burst", "1"));
    long count = atol(option(argc, argv, "--count", "100000")), warmup = atol(option(argc, argv, "--warmup", "0"));
    qos = atoi(option(argc, argv, "--qos", "0"));
    retain = atoi(option(argc, argv, "--retain", "0"));
    topic_size = atoi(option(argc, argv, "--size", "64"));

    payload = malloc(topic_size);
    memset(payload, ' ', topic_size);
    memcpy(payload, "{\"t\":0000000000000000000,\"temperature\":21.53", 43);
    payload[topic_size - 1] = '}';
    for (int i = 0; i < TOPICS; i++) snprintf(topics[i], sizeof topics[i], "bench/device%02d/state", i);

    stamped = !strcmp(mode, "e2e");
    mosquitto_lib_init();
    client = mosquitto_new("bench-libmosquitto", true, NULL);
    mosquitto_int_option(client, MOSQ_OPT_PROTOCOL_VERSION, v5 ? MQTT_PROTOCOL_V5 : MQTT_PROTOCOL_V311);
    mosquitto_int_option(client, MOSQ_OPT_TCP_NODELAY, 1);
    mosquitto_int_option(client, MOSQ_OPT_SEND_MAXIMUM, in_flight);
    mosquitto_connect_v5_callback_set(client, on_connect);
    mosquitto_publish_v5_callback_set(client, on_publish);
    if (mosquitto_connect(client, "127.0.0.1", atoi(option(argc, argv, "--port", "1883")), 60)) return 2;
    while (!connected) mosquitto_loop(client, 100, 1);

    run(mode, warmup, in_flight, rate, burst);
    if (!strcmp(mode, "rtt")) latencies = calloc(count + MOST_BURST, sizeof *latencies);
    double started = now(), used = cpu();
    run(mode, count, in_flight, rate, burst);
    double seconds = now() - started;
    used = cpu() - used;
    if (latencies) qsort(latencies, measured, sizeof *latencies, ascending);
    printf("{\"msgs_per_s\":%.1f,\"cpu_s_per_100k\":%.4f,\"alloc_per_msg\":null,\"rss_kb\":%ld,"
           "\"p50_us\":%.1f,\"p99_us\":%.1f}\n",
           count / seconds, used * 1e5 / count, resident_kb(), percentile(0.5), percentile(0.99));
    mosquitto_disconnect(client);
    mosquitto_loop(client, 10, 1);
    return 0;
}

/* The other end of the load "e2e": takes COUNT messages after WARMUP, whose payload begins with {"t": and 19 digits of
 * CLOCK_MONOTONIC in nanoseconds, and prints the latency from publish to here as one line of JSON.
 * Usage: subscriber PORT WARMUP COUNT. Build: gcc -O2 -o subscriber subscriber.c -lmosquitto */
#include <mosquitto.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static long seen, warmup, count;
static double *latencies;

static void on_connect(struct mosquitto *client, void *o, int code) {
    (void)o;
    if (code) exit(2);
    mosquitto_subscribe(client, NULL, "bench/#", 1);
}

static void on_subscribe(struct mosquitto *client, void *o, int id, int granted, const int *qos) {
    (void)client, (void)o, (void)id, (void)granted, (void)qos;
    puts("ready");
    fflush(stdout);
}

static void on_message(struct mosquitto *client, void *o, const struct mosquitto_message *message) {
    (void)o;
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    if (message->payloadlen < 24 || message->retain) return;
    long long sent = strtoll((const char *)message->payload + 5, NULL, 10);
    long long now = time.tv_sec * 1000000000LL + time.tv_nsec;
    if (seen >= warmup) latencies[seen - warmup] = (now - sent) / 1e3;
    if (++seen == warmup + count) mosquitto_disconnect(client);
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

int main(int argc, char **argv) {
    if (argc < 4) return 2;
    warmup = atol(argv[2]);
    count = atol(argv[3]);
    latencies = calloc(count + 1, sizeof *latencies);
    mosquitto_lib_init();
    struct mosquitto *client = mosquitto_new("bench-subscriber", true, NULL);
    mosquitto_int_option(client, MOSQ_OPT_TCP_NODELAY, 1);
    mosquitto_connect_callback_set(client, on_connect);
    mosquitto_subscribe_callback_set(client, on_subscribe);
    mosquitto_message_callback_set(client, on_message);
    if (mosquitto_connect(client, "127.0.0.1", atoi(argv[1]), 60)) return 2;
    mosquitto_loop_forever(client, 1000, 1);
    qsort(latencies, count, sizeof *latencies, ascending);
    printf("{\"p50_us\":%.1f,\"p99_us\":%.1f}\n", latencies[count / 2], latencies[(long)(0.99 * (count - 1) + 0.5)]);
    return 0;
}

namespace Bridge.Host.MqttIo;

/// <summary>Section <c>mqtt</c> of mqtt-io, which is our <c>mqtt</c> and <c>home_assistant</c>.</summary>
internal static class BrokerSection
{
    private const int TlsLevel = 2;
    private const string DefaultPort = "1883";

    /// <summary>Writes both.</summary>
    public static void Write(ImportedMap mqtt, ImportPage page)
    {
        mqtt.Copy("host", "host");
        WritePort(mqtt, page);
        mqtt.Copy("user", "username");
        mqtt.Copy("password", "password");
        mqtt.CopyTopic("topic_prefix", "topic_prefix");
        if (mqtt.Peek("protocol")?.Text == "3.1.1")
        {
            mqtt.Copy("protocol", "protocol");
        }

        mqtt.LeaveOut("the bridge speaks MQTT 5 and 3.1.1", "protocol");
        mqtt.Copy("keepalive", "keep_alive", "s");
        mqtt.Copy("reconnect_delay", "reconnect_interval", "s");
        mqtt.LeaveOut("the bridge has one of its own, so that both programs can be connected at once", "client_id");
        mqtt.LeaveOut(
            "the topic is {topic_prefix}/status: a JSON heartbeat, or offline",
            "status_topic", "status_payload_running", "status_payload_stopped", "status_payload_dead");
        mqtt.LeaveOut("the bridge always begins a clean session", "clean_session");
        mqtt.LeaveOut("the bridge has one client, of its own", "client_module");
        mqtt.LeaveOut("the bridge tries to connect for as long as it runs", "reconnect_count");
        mqtt.Section("tls", TlsLevel, WriteTls);
        WriteDiscovery(mqtt, page);
    }

    // With TLS their port stays 1883, and ours does not.
    private static void WritePort(ImportedMap mqtt, ImportPage page)
    {
        if (mqtt.Peek("port")?.Text is null && mqtt.Peek("tls")?.Child("enabled")?.Text is not null)
        {
            page.Line(1, "port", DefaultPort);
        }

        mqtt.Copy("port", "port");
    }

    private static void WriteTls(ImportedMap tls, ImportPage page)
    {
        tls.Copy("enabled", "enabled");
        tls.Copy("ca_certs", "ca_file");
        tls.Copy("certfile", "cert_file");
        tls.Copy("keyfile", "key_file");
        if (tls.Peek("cert_reqs")?.Text is "CERT_NONE")
        {
            tls.Take("cert_reqs");
            page.Line(TlsLevel, "insecure", "true");
        }

        if (tls.TakeTruth("insecure") is true)
        {
            page.LeaveOut(
                TlsLevel, tls.Origin, $"{tls.Path}.insecure",
                "there it lets the name in the certificate be wrong: give that name as server_name; "
                    + "insecure: true here checks nothing at all");
        }

        tls.LeaveOut("the broker's certificate is always required", "cert_reqs");
        tls.LeaveOut("TLS 1.2 or 1.3 with the ciphers of the system", "tls_version", "ciphers");
    }

    private static void WriteDiscovery(ImportedMap mqtt, ImportPage page)
    {
        var discovery = mqtt.Map("ha_discovery", 1);
        if (discovery is null && mqtt.Peek("discovery") is null && mqtt.Peek("discovery_prefix") is null)
        {
            mqtt.LeaveOut("each device has a name of its own", "discovery_name");
            return;
        }

        page.Line(0, "home_assistant");
        mqtt.Copy("discovery", "discovery");
        mqtt.CopyTopic("discovery_prefix", "discovery_prefix");
        mqtt.LeaveOut("each device has a name of its own", "discovery_name");
        discovery?.Copy("enabled", "discovery");
        discovery?.CopyTopic("prefix", "discovery_prefix");
        discovery?.LeaveOut("each device has a name of its own", "name");
        discovery?.Rest();
    }
}

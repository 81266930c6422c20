using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using Bridge.Host.Cli.Demo;
using Bridge.Host.Composition;
using Bridge.Host.Configuration;
using Bridge.Host.Link;
using Bridge.Host.Logging;
using Bridge.Mqtt.Client;
using Bridge.Mqtt.Loopback;
using Bridge.Mqtt.Transport;
using Bridge.Store;
using Microsoft.Extensions.Logging;

namespace Bridge.Host.Cli;

/// <summary><c>bridge demo</c>: the main job without hardware and, unless one is given, without a broker.</summary>
internal static class DemoCommand
{
    private const int UsualPort = 1883;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var broker = new Option<string?>("--broker")
        {
            Description = "Uses this broker, so that the devices show up in your own Home Assistant",
            HelpName = "HOST:PORT|URL",
        };
        var user = new Option<string?>("--username") { Description = "User name at that broker", HelpName = "NAME" };
        var password = new Option<string?>("--password-file")
        {
            Description = "File that holds the password; else BRIDGE_MQTT__PASSWORD",
            HelpName = "FILE",
        };
        var seconds = CommandLine.Seconds("Ends after N seconds; else Ctrl-C ends it");
        var keep = new Option<bool>("--keep") { Description = "Leaves at that broker what was published retained" };
        var command = new Command("demo", "Shows the main job without hardware: a simulated BME280, a P1 meter, a Modbus meter and a push-button.")
        {
            broker, user, password, seconds, keep,
        };
        command.SetAction((parsed, _) => RunAsync(new(
            parsed.GetValue(broker),
            parsed.GetValue(user),
            parsed.GetValue(password),
            parsed.GetValue(seconds),
            parsed.GetValue(keep))));
        return command;
    }

    private static async Task<int> RunAsync(DemoRequest request)
    {
        if (Broker(request) is not { } options)
        {
            return ExitCode.CommandLine;
        }

        using var signals = new StopSignals();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(signals.Token);
        if (request.Seconds is { } seconds)
        {
            end.CancelAfter(TimeSpan.FromSeconds(seconds));
        }

        if (request.Broker is not null)
        {
            await RunAsync(options, request, end.Token);
            return ExitCode.Clean;
        }

        await using var broker = StartBroker();
        await Console.Out.WriteLineAsync(
            $"Loopback broker on {broker.Endpoint}. Listen with: mosquitto_sub -p {broker.Endpoint.Port} -v -t '#'");
        options = options with { Brokers = [MqttEndpoint.Tcp("127.0.0.1", broker.Endpoint.Port)] };
        await RunAsync(options, request with { Keep = true }, end.Token);
        return ExitCode.Clean;
    }

    private static async Task RunAsync(MqttOptions broker, DemoRequest request, CancellationToken end)
    {
        // The table is what there is to see; the log speaks up only when something is wrong.
        var level = new LogLevelControl(LogLevel.Warning);
        using var loggers = ConsoleLog.Create(new() { Format = LogFormat.Text }, level);
        var time = TimeProvider.System;
        await using var store = new MemoryStateStore();
        var equipment = new Equipment(loggers, level) { Wires = DemoHouse.Wires(time) };
        var options = DemoHouse.Options(broker);
        await using var run = new BridgeRun(
            options, store, equipment, static () => "the demo does not restart")
        {
            ClearsAtEnd = !request.Keep,
        };
        using var show = CancellationTokenSource.CreateLinkedTokenSource(end);
        var showing = ShowAsync(options, run.Topics, time, show.Token);
        await run.RunAsync(static () => { }, end);
        await show.CancelAsync();
        await showing;
    }

    private static async Task ShowAsync(BridgeOptions options, Topics topics, TimeProvider time, CancellationToken end)
    {
        await using var client = new MqttClient(time);
        var screen = new DemoScreen(new DemoTable(topics, time), time);
        try
        {
            var mqtt = options.Mqtt;
            await client.ConnectAsync(
                new(mqtt.Brokers[0], string.Empty) { Username = mqtt.Username, Password = mqtt.Password }, end);
            await client.SubscribeAsync([new(topics.AnyConfiguration, MqttQos.AtLeastOnce)], end);
            await client.SubscribeAsync([new($"{DemoHouse.Prefix}/#", MqttQos.AtLeastOnce)], end);
            await screen.ShowAsync(client, end);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The demo ended first.
        }
        catch (MqttException failure)
        {
            await Console.Error.WriteLineAsync($"Nothing to show: {failure.Message}");
        }
    }

    private static MqttOptions? Broker(DemoRequest request)
    {
        var options = new MqttOptions { Username = request.Username };
        if (request.Broker is { } text)
        {
            var url = text.Contains("://", StringComparison.Ordinal) ? text : $"mqtt://{text}";
            if (!MqttEndpoint.TryParse(url, out var endpoint, out var fault))
            {
                Console.Error.WriteLine($"bridge: --broker: expected HOST, HOST:PORT or an URL: {fault}");
                return null;
            }

            options = options with { Brokers = [endpoint] };
        }

        try
        {
            var password = request.PasswordFile is { } file
                ? File.ReadAllText(file).TrimEnd('\r', '\n')
                : Environment.GetEnvironmentVariable("BRIDGE_MQTT__PASSWORD");
            return options with { Password = request.Username is null ? null : password };
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"bridge: --password-file: {failure.Message}");
            return null;
        }
    }

    private static LoopbackBroker StartBroker()
    {
        try
        {
            return LoopbackBroker.Start(new IPEndPoint(IPAddress.Loopback, UsualPort), TimeProvider.System);
        }
        catch (SocketException)
        {
            return LoopbackBroker.Start(new IPEndPoint(IPAddress.Loopback, 0), TimeProvider.System);
        }
    }

    private sealed record DemoRequest(
        string? Broker, string? Username, string? PasswordFile, int? Seconds, bool Keep);
}

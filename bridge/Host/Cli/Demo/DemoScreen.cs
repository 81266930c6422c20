using Bridge.Mqtt.Client;
using Spectre.Console;

namespace Bridge.Host.Cli.Demo;

/// <summary>Shows what a subscriber of the demo's broker sees: a live table in a terminal, plain lines elsewhere.</summary>
internal sealed class DemoScreen(DemoTable table, TimeProvider time)
{
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(500);

    /// <summary>Shows until cancelled.</summary>
    public async Task ShowAsync(IMqttClient client, CancellationToken cancellationToken)
    {
        try
        {
            var terminal = Terminal.Output;
            await (terminal.Draws
                ? TableAsync(client, terminal, cancellationToken)
                : LinesAsync(client, cancellationToken));
        }
        catch (OperationCanceledException)
        {
            // The end of the demo.
        }
    }

    private async Task LinesAsync(IMqttClient client, CancellationToken cancellationToken)
    {
        await foreach (var received in client.Received.ReadAllAsync(cancellationToken))
        {
            if (table.Take(received.Message.Topic, received.Message.Payload) is { HasValues: true } device)
            {
                var values = string.Join(", ", device.Entities.Select(static entity => $"{entity.Key} {entity.Text}"));
                await Console.Out.WriteLineAsync($"{device.Name} {device.Availability}: {values}");
            }
        }
    }

    private Task TableAsync(IMqttClient client, Terminal terminal, CancellationToken cancellationToken)
    {
        var console = AnsiConsole.Create(new()
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = terminal.Colours ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        });
        return console.Live(Draw()).StartAsync(async context =>
        {
            using var timer = new PeriodicTimer(Refresh, time);
            do
            {
                while (client.Received.TryRead(out var received))
                {
                    table.Take(received.Message.Topic, received.Message.Payload);
                }

                context.UpdateTarget(Draw());
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        });
    }

    private Table Draw()
    {
        var drawn = new Table().Border(TableBorder.Rounded)
            .AddColumns("Device", "Entity", "Value", "Age", "Availability");
        drawn.Columns[2].RightAligned();
        foreach (var device in table.Devices)
        {
            var age = device.ReceivedAt is { } at ? $"{time.GetElapsedTime(at).TotalSeconds:0} s" : "–";
            var colour = device.Availability == "online" ? "green" : "red";
            var first = true;
            foreach (var entity in device.Entities)
            {
                drawn.AddRow(
                    first ? $"[bold]{Markup.Escape(device.Name)}[/]" : string.Empty,
                    Markup.Escape(entity.Name),
                    Markup.Escape(entity.Text),
                    age,
                    $"[{colour}]{Markup.Escape(device.Availability)}[/]");
                first = false;
            }
        }

        return drawn;
    }
}

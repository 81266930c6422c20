using Bridge.Devices.Model;
using Bridge.Host.Configuration;
using Bridge.Host.Link;
using Bridge.TestSupport;
using Bridge.Unit.Host.Runtime;
using Microsoft.Extensions.Logging;

namespace Bridge.Unit.Host.Link;

public sealed class LargeDocumentTests
{
    private readonly RecordingLogger _log = new();

    [Fact]
    public void A_document_of_more_than_128_KiB_is_told_once_with_what_to_do()
    {
        var announcement = Announcement(new());

        announcement.Documents().Should().HaveCount(2, "it is published all the same");
        announcement.Documents();

        _log.AtLeast(LogLevel.Warning).Should().ContainSingle().Which.Should().Contain("some brokers refuse more than 131072")
            .And.Contain("home_assistant.abbreviations").And.Contain("home_assistant.discovery_mode: component");
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public void What_the_warning_advises_helps(bool isShort, int mode)
    {
        var announcement = Announcement(new() { Abbreviations = isShort, DiscoveryMode = (DiscoveryMode)mode });

        announcement.Documents().Should().OnlyContain(static document => document.Message.Payload.Length < 128 * 1024);

        _log.AtLeast(LogLevel.Warning).Should().BeEmpty();
    }

    private Announcement Announcement(HomeAssistantOptions options)
    {
        var store = LinkStage.WithInstance();
        var time = new ManualTime();
        return new LinkContext
        {
            Options = new() { HomeAssistant = options },
            Facts = new("0.1.0", time) { Instance = LinkStage.Instance },
            Devices = [new(Options(), store, new RecordingObserver(), time)],
            Store = store,
            Outbox = new(time),
            Level = new(LogLevel.Information),
            Restart = static () => null,
            Logger = _log,
            Time = time,
            Random = new(1),
        }.Announcement;
    }

    private static DeviceOptions Options() => new("office", new StreamDriver("probe", "a test")
    {
        Source = "test",
        Line = static _ => new(9600),
        Create = static (_, _) => throw new InvalidOperationException("no wires here"),
        Entities = static _ => [.. Enumerable.Range(1, 660).Select(static number => new Entity($"value_{number}") { Name = $"Value {number}" })],
    })
    {
        Name = "Office",
        Port = "/dev/null",
    };
}

using System.Net;
using System.Net.Sockets;
using Bridge.Host.Configuration;
using Bridge.Host.Supervisor;
using Bridge.TestSupport;
using Bridge.TestSupport.HomeAssistant;
using Bridge.TestSupport.Mqtt;

namespace Bridge.Unit.Host.Supervisor;

public sealed class SupervisorClientTests
{
    [Fact]
    public async Task The_service_is_asked_for_with_the_token()
    {
        await using var supervisor = new FakeSupervisor();
        supervisor.Offer(1884, "addons", "s3cret");

        var (answer, _) = await Ask($"{supervisor.Address}/", FakeSupervisor.Token);

        (answer!.Endpoint.ToString(), answer.Username, answer.Password).Should()
            .Be(("mqtt://127.0.0.1:1884", "addons", "s3cret"));
    }

    [Fact]
    public async Task What_is_in_the_way_is_told_with_place_and_status()
    {
        await using var supervisor = new FakeSupervisor();

        (await Ask($"{supervisor.Address}/", FakeSupervisor.Token)).Trouble.Should()
            .Be($"{supervisor.Address}/ answered HTTP 400: Service not enabled");
        (await Ask($"{supervisor.Address}/", "another")).Trouble.Should()
            .Be($"{supervisor.Address}/ answered HTTP 401: Unauthorized");
        supervisor.Say(502, "<html>Bad Gateway</html>");
        (await Ask($"{supervisor.Address}/", FakeSupervisor.Token)).Trouble.Should()
            .Be($"{supervisor.Address}/ answered HTTP 502: it is not the JSON of a Supervisor");
    }

    [Fact]
    public async Task An_endless_answer_is_not_read_to_its_end()
    {
        await using var supervisor = new FakeSupervisor();
        supervisor.Say(200, new string(' ', 10_000_000));

        var (answer, trouble) = await Ask($"{supervisor.Address}/", FakeSupervisor.Token);

        answer.Should().BeNull();
        trouble.Should().StartWith($"{supervisor.Address}/: ");
    }

    [Fact]
    public async Task A_place_where_nobody_listens_is_told()
    {
        var nowhere = $"http://127.0.0.1:{Mosquitto.FreePort()}/";

        (await Ask(nowhere, FakeSupervisor.Token)).Trouble.Should().StartWith(nowhere);
    }

    [Fact]
    public async Task A_supervisor_that_is_silent_is_not_waited_for()
    {
        var time = new ManualTime();
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var asking = new SupervisorClient(
            new(new($"http://{silent.LocalEndpoint}/"), FakeSupervisor.Token), time).AskAsync(CancellationToken.None);
        using var call = await silent.AcceptTcpClientAsync();

        time.Advance(TimeSpan.FromSeconds(10));

        (await asking).Trouble.Should().Be($"http://{silent.LocalEndpoint}/ did not answer within 10 s");
    }

    private static Task<(MqttAnswer? Answer, string Trouble)> Ask(string address, string token) =>
        new SupervisorClient(new SupervisorAccess(new(address), token), TimeProvider.System)
            .AskAsync(CancellationToken.None);
}

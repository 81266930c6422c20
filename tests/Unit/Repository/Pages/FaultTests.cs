using Bridge.TestSupport.Pages;

namespace Bridge.Unit.Repository.Pages;

/// <summary>The checks of pages find what they are there for.</summary>
public sealed class FaultTests
{
    [Theory]
    [InlineData("bridge chek")]
    [InlineData("bridge run --set mqtt.prot=1884")]
    [InlineData("docker exec bridge /app/bridge helth")]
    [InlineData("docker run --rm --reado-only bridge:local check")]
    [InlineData("docker run --rm bridge:local chek")]
    [InlineData("docker compose exec bridg /app/bridge health")]
    [InlineData("docker compose run --rm bridge state exprt")]
    [InlineData("dotnet run --project bridge/Host -- demmo")]
    [InlineData("dotnet test tests/Uint")]
    [InlineData("deploy/compose-inti.sh")]
    [InlineData("install deploy/systemd/bridge.servce /etc")]
    [InlineData("mosquitto_sub -v -z 'bridge/#'")]
    [InlineData("mosquitto_sub -v")]
    [InlineData("docker logs bridge | jq 'selct(.level)'", true)]
    [InlineData("somebodys-program")]
    [InlineData("echo 'not closed")]
    public void Of_a_shell(string script, bool needsJq = false)
    {
        if (!needsJq || TestSupport.Mqtt.Programs.Find("jq") is not null)
        {
            ShellBlocks.Faults(Block(script)).Should().NotBeEmpty();
        }
    }

    [Theory]
    [InlineData("devices: { office: { driver: bme820, bus: 1 } }")]
    [InlineData("services: { bridg: { mem_limit: 128m } }")]
    [InlineData("automation: [{ alias: A, triggers: [{ platform: state }], actions: [{ action: a.b }] }]")]
    [InlineData("automation: [{ alias: A, triggers: [{ trigger: state }], actions: [{ action: '{{ a' }] }]")]
    [InlineData("{ apiVersion: apps/v1, kind: Deployment, metadata: { name: a }, spec: { template: { spec: { containers: [{}] } } } }")]
    [InlineData("{ apiVersion: v1, kind: ConfigMap, metadata: { name: a }, data: { bridge.yaml: 'devces: {}' } }")]
    [InlineData("a: [")]
    public void Of_yaml(string text) => YamlBlocks.Faults(Block(text)).Should().NotBeEmpty();

    [Theory]
    [InlineData("{\"a\":1,}")]
    [InlineData("{\"logger\":\"Link\"}")]
    [InlineData("{\"error_type\":\"recovered\"}")]
    [InlineData("{\"components\":{\"t\":{\"platform\":\"sensor\"}}}")]
    public void Of_json(string text) => JsonBlocks.Faults(Block(text)).Should().NotBeEmpty();

    [Fact]
    public void Of_files_of_other_programs()
    {
        PlainBlocks.OfUnits(Block("[Service]\nMemoryMx=1")).Should().ContainSingle();
        PlainBlocks.OfMosquitto(Block("topik read bridge/#")).Should().ContainSingle();
        PlainBlocks.OfTelegraf(Block("servers = tcp")).Should().ContainSingle();
        PlainBlocks.OfPrograms(Block("$ bridge chek")).Should().NotBeEmpty();
        AlloyBlocks.Faults(Block("loki.write \"a\" {\n}\nx = [loki.write.b.receiver]\ne = expressions = { leevel = \"\" }"))
            .Should().HaveCount(2);
    }

    private static Block Block(string text) => new("docs/README.md", 1, string.Empty, text);
}

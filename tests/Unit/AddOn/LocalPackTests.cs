using System.Diagnostics;
using Bridge.TestSupport;

namespace Bridge.Unit.AddOn;

/// <summary>The folder that Home Assistant builds the add-on from.</summary>
public sealed class LocalPackTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bridge-pack").FullName;

    private string Target => Path.Combine(_folder, "bridge");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task It_has_all_that_is_built_and_shown_and_no_image_to_pull()
    {
        await PackAsync();

        (await File.ReadAllTextAsync(In("config.yaml"))).Should().Contain("slug: bridge").And.NotContain("image:");
        (await File.ReadAllTextAsync(In("Dockerfile"))).Should().EndWith("\nFROM addon\n");
        string[] wanted = ["apparmor.txt", "icon.png", "translations/de.yaml", "bridge/Host/Bridge.Host.csproj", "global.json"];
        wanted.Should().OnlyContain(file => File.Exists(In(file)));
        Directory.GetDirectories(Target, "obj", SearchOption.AllDirectories).Should().BeEmpty();
        Directory.GetDirectories(Target, "bin", SearchOption.AllDirectories).Should().BeEmpty();
    }

    [Fact]
    public async Task It_is_made_anew_and_nothing_else_is_overwritten()
    {
        await PackAsync();
        await File.WriteAllTextAsync(In("old"), "of last time");
        await PackAsync();
        File.Exists(In("old")).Should().BeFalse();

        Directory.Delete(Target, recursive: true);
        Directory.CreateDirectory(Target);
        await File.WriteAllTextAsync(In("mine"), "of the user");
        await PackAsync(expected: 1);
        File.Exists(In("mine")).Should().BeTrue();
    }

    private string In(string file) => Path.Combine(Target, file);

    private async Task PackAsync(int expected = 0)
    {
        using var process = Process.Start(new ProcessStartInfo(Path.Combine(Checkout.Root, "deploy/local-addon.sh"), [Target])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.Should().Be(expected, errors);
    }
}

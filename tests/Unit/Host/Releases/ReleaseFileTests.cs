using System.Text;
using Bridge.Host.Releases;

namespace Bridge.Unit.Host.Releases;

public sealed class ReleaseFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bridge-release").FullName;
    private readonly RecordingLogger _log = new();
    private readonly ReleaseFile _file;

    public ReleaseFileTests() => _file = new(Path, _log);

    private string Path => System.IO.Path.Combine(_folder, "release.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_it_says_is_read_once_and_again_when_it_changes()
    {
        Write("""{"version":"0.2.0","title":"Bridge","url":"https://example.org/0.2.0","notes":"Events.","more":1}""", 1);
        _file.Look().Should().BeTrue();
        _file.Newest.Should().Be(
            new Release("0.2.0") { Title = "Bridge", Url = "https://example.org/0.2.0", Notes = "Events." });
        _file.Look().Should().BeFalse();

        Write("""{"version":"0.3.0"}""", 2);

        _file.Look().Should().BeTrue();
        _file.Newest.Should().Be(new Release("0.3.0"));
        _log.Lines.Should().BeEmpty();
    }

    [Fact]
    public void One_that_is_not_there_is_told_once_and_found_later()
    {
        _file.Look().Should().BeFalse();
        _file.Look().Should().BeFalse();
        _log.Lines.Should().ContainSingle().Which.Text.Should().Contain(Path).And.Contain("home_assistant.release_file");

        Write("""{"version":"0.2.0"}""", 1);
        _file.Look().Should().BeTrue();
    }

    [Theory]
    [InlineData("""{"version":"0.2.0""", "no JSON")]
    [InlineData("[]", "no JSON object")]
    [InlineData("""{"title":"Bridge"}""", "no version")]
    [InlineData("""{"version":2}""", "version must be a text of 1 to 64 characters")]
    [InlineData("""{"version":"  "}""", "version must be a text of 1 to 64 characters")]
    [InlineData("""{"version":"0.3.0","url":"file:///etc/passwd"}""", "url must begin with http")]
    [InlineData("", "no JSON")]
    public void One_that_cannot_be_read_changes_nothing_and_is_told_once(string content, string expected)
    {
        Write("""{"version":"0.2.0"}""", 1);
        _file.Look();

        Write(content, 2);

        _file.Look().Should().BeFalse();
        _file.Look().Should().BeFalse();
        _file.Newest.Should().Be(new Release("0.2.0"));
        _log.Lines.Should().ContainSingle().Which.Text.Should().Contain(expected);
    }

    [Fact]
    public void A_file_of_any_size_and_notes_of_any_length_do_no_harm()
    {
        Write(new string(' ', 70000), 1);
        _file.Look().Should().BeFalse();
        _log.Lines.Should().ContainSingle().Which.Text.Should().Contain("more than 65536 bytes");

        Write($$"""{"version":"0.2.0","notes":"{{new string('a', 300)}}"}""", 2);
        _file.Look().Should().BeTrue();
        _file.Newest!.Notes.Should().HaveLength(255, "Home Assistant takes no longer summary");
    }

    private void Write(string content, int minute)
    {
        File.WriteAllText(Path, content, Encoding.UTF8);
        File.SetLastWriteTimeUtc(Path, new DateTime(2026, 1, 1, 12, minute, 0, DateTimeKind.Utc));
    }
}

using System.Text;
using Bridge.Devices.Model;
using Bridge.Store;
using Microsoft.Data.Sqlite;

namespace Bridge.Unit.Store;

public sealed class StateFileTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_exported_and_imported_elsewhere_is_the_same()
    {
        await FillAsync();
        var document = StateDocument.Write(StateFile.Read(_folder.Path));
        var other = new StoreOptions { Path = _folder.At("other/bridge.db") };

        StateFile.Replace(other, StateDocument.Read(document), _folder.Time, _folder.Events.Add).Should().BeNull();

        Encoding.UTF8.GetString(StateDocument.Write(StateFile.Read(other.Path!)).Span)
            .Should().Be(Encoding.UTF8.GetString(document.Span));
        await using var store = await _folder.OpenAsync(other);
        store.Instance.Should().Be("0badcafe");
        store.Ledger.Select(static entry => entry.Topic).Should().Equal("z", "a");
        store.FindState("meter")!.Values.Single().Value.ToString().Should().Be("12345.670");
        store.FindDismissed("attic").Should().Be("f1");
        store.FindKept("meter")["total"].Should().Be("17.5");
        store.History.Of("meter").Single().Value.ToString().Should().Be("12345.660");
        _folder.Events.Should().BeEmpty();
    }

    [Fact]
    public async Task The_form_of_the_document_is_fixed()
    {
        await FillAsync();

        Encoding.UTF8.GetString(StateDocument.Write(StateFile.Read(_folder.Path)).Span).Should().Be("""
            {
              "format": "bridge-state",
              "version": 1,
              "instance": "0badcafe",
              "ledger": [
                {
                  "topic": "z",
                  "device": "meter",
                  "kind": "Configuration",
                  "announces": "{}"
                },
                {
                  "topic": "a",
                  "device": "bridge",
                  "kind": "Status"
                }
              ],
              "devices": {
                "attic": {
                  "dismissed": "f1",
                  "kept": {},
                  "history": []
                },
                "meter": {
                  "state": {
                    "at": "2026-01-01T12:00:00+00:00",
                    "values": {
                      "energy": 12345.670
                    }
                  },
                  "learned": {
                    "driver": "dsmr",
                    "info": {},
                    "entities": []
                  },
                  "kept": {
                    "total": "17.5"
                  },
                  "history": [
                    {
                      "entity": "energy",
                      "value": 12345.660,
                      "at": "2026-01-01T12:00:00+00:00"
                    }
                  ]
                }
              }
            }
            """);
    }

    [Theory]
    [InlineData("no json", "the document")]
    [InlineData("[]", "the document")]
    [InlineData("""{"format":"x"}""", "format is not bridge-state")]
    [InlineData("""{"format":"bridge-state","version":2,"ledger":[],"devices":{}}""", "version is 2, this program reads 1")]
    [InlineData("""{"format":"bridge-state","version":1,"ledger":[]}""", "devices is missing")]
    [InlineData("""{"format":"bridge-state","version":1,"ledger":[],"devices":{},"password":"x"}""", "password is not known")]
    [InlineData("""{"format":"bridge-state","version":1,"instance":"CAFE","ledger":[],"devices":{}}""", "instance is 'CAFE'")]
    [InlineData(
        """{"format":"bridge-state","version":1,"ledger":[{"topic":"a/#","device":"d","kind":"State"}],"devices":{}}""",
        "ledger: 'a/#' is no topic")]
    [InlineData(
        """{"format":"bridge-state","version":1,"ledger":[{"topic":"a","device":"d","kind":"7"}],"devices":{}}""",
        "ledger: 7 is no LedgerKind")]
    [InlineData(
        """{"format":"bridge-state","version":1,"ledger":[],"devices":{"Office":{}}}""", "devices.Office: 'Office' is no device")]
    [InlineData(
        """{"format":"bridge-state","version":1,"ledger":[],"devices":{"a":{"state":{"at":"x","values":{}}}}}""", "devices.a: ")]
    [InlineData(
        """{"format":"bridge-state","version":1,"ledger":[],"devices":{"a":{"kept":{"n":1}}}}""", "devices.a: ")]
    [InlineData(
        """{"format":"bridge-state","version":1,"ledger":[],"devices":{"a":{"history":[{"entity":"n","value":1}]}}}""",
        "devices.a: at is missing")]
    public void A_document_that_is_wrong_is_refused_with_its_place(string document, string expected)
    {
        var read = () => StateDocument.Read(Encoding.UTF8.GetBytes(document));

        read.Should().Throw<FormatException>().Which.Message.Should().Contain(expected);
    }

    [Fact]
    public async Task An_import_replaces_all_and_keeps_a_copy_of_what_was_there()
    {
        await FillAsync();
        var content = new MemoryStateStore();
        content.SetInstance("11111111");

        var copy = StateFile.Replace(new StoreOptions { Path = _folder.Path }, content, _folder.Time, _folder.Events.Add);

        StateFile.Read(_folder.Path).Should().Match<MemoryStateStore>(
            store => store.Instance == "11111111" && store.Ledger.IsEmpty && store.Devices.IsEmpty);
        StateFile.Read(copy!).Instance.Should().Be("0badcafe");
    }

    [Fact]
    public async Task A_reset_forgets_one_device_but_not_what_is_published_of_it()
    {
        await FillAsync();
        var options = new StoreOptions { Path = _folder.Path };

        StateFile.Reset(options, "meter", _folder.Time, _folder.Events.Add).Should().BeTrue();
        StateFile.Reset(options, "meter", _folder.Time, _folder.Events.Add).Should().BeFalse();

        var left = StateFile.Read(_folder.Path);
        left.Devices.Should().BeEmpty();
        left.Ledger.Should().HaveCount(2);
        left.Instance.Should().Be("0badcafe");
    }

    [Fact]
    public async Task Reading_leaves_no_file_that_a_bridge_of_another_user_could_not_open()
    {
        await FillAsync();
        var odd = _folder.At("a folder with ? and #/bridge.db");
        Directory.CreateDirectory(Path.GetDirectoryName(odd)!);
        File.Copy(_folder.Path, odd);

        StateFile.Read(odd).Instance.Should().Be("0badcafe");
        StateFile.Snapshot(odd, _folder.At("copy.db"), _folder.Time).Should().BePositive();

        Directory.GetFiles(Path.GetDirectoryName(odd)!).Should().Equal(odd);
    }

    [Fact]
    public async Task Beside_a_running_bridge_reading_works_and_changing_is_refused()
    {
        await using var store = await _folder.OpenAsync();
        store.SetInstance("0badcafe");
        await store.FlushAsync(CancellationToken.None);
        var options = new StoreOptions { Path = _folder.Path };
        var import = () => StateFile.Replace(options, new MemoryStateStore(), _folder.Time, _folder.Events.Add);
        var reset = () => StateFile.Reset(options, "meter", _folder.Time, _folder.Events.Add);

        import.Should().Throw<StoreInUseException>();
        reset.Should().Throw<StoreInUseException>();
        StateFile.Read(_folder.Path).Instance.Should().Be("0badcafe");
        StateFile.Snapshot(_folder.Path, _folder.At("copy.db"), _folder.Time).Should().BePositive();
        StateFile.Read(_folder.At("copy.db")).Instance.Should().Be("0badcafe");
    }

    [Fact]
    public async Task A_snapshot_overwrites_nothing()
    {
        await FillAsync();
        await File.WriteAllTextAsync(_folder.At("mine"), "mine");

        var snapshot = () => StateFile.Snapshot(_folder.Path, _folder.At("mine"), _folder.Time);

        snapshot.Should().Throw<IOException>().Which.Message.Should().Contain(_folder.At("mine"));
        (await File.ReadAllTextAsync(_folder.At("mine"))).Should().Be("mine");
    }

    [Fact]
    public async Task The_copy_beside_a_database_is_renewed()
    {
        await FillAsync();
        await File.WriteAllTextAsync(_folder.Path + ".previous", "of yesterday");

        var (copy, size) = StateFile.Renew(_folder.Path, _folder.Time);

        copy.Should().Be(_folder.Path + ".previous");
        new FileInfo(copy).Length.Should().Be(size);
        StateFile.Read(copy).Instance.Should().Be(StateFile.Read(_folder.Path).Instance);
        Directory.GetFiles(Path.GetDirectoryName(_folder.Path)!, "*.renewed*").Should().BeEmpty();
    }

    [Fact]
    public async Task What_cannot_be_read_is_told_with_its_path()
    {
        var read = () => StateFile.Read(_folder.Path);
        read.Should().Throw<FileNotFoundException>().Which.Message.Should().Contain(_folder.Path);

        await FillAsync();
        await File.WriteAllTextAsync(_folder.Path, new string('x', 8192));
        read.Should().Throw<IOException>().Which.Message.Should().Contain(_folder.Path);

        File.Delete(_folder.Path);
        await FillAsync();
        using (var other = _folder.Connect())
        using (var command = new SqliteCommand("PRAGMA user_version = 99", other))
        {
            command.ExecuteNonQuery();
        }

        read.Should().Throw<StoreTooNewException>();
    }

    private async Task FillAsync()
    {
        await using var store = await _folder.OpenAsync();
        store.SetInstance("0badcafe");
        store.Enter(new LedgerEntry("z", "meter", LedgerKind.Configuration) { Announces = "{}" });
        store.Enter(new LedgerEntry("a", "bridge", LedgerKind.Status));
        store.SetState("meter", new LastState(_folder.Time.GetUtcNow(), [new KeyedValue("energy", Value.Of(12345.670m))]));
        store.SetLearned("meter", new LearnedDevice("dsmr", new DeviceInfo(), []));
        store.SetDismissed("attic", "f1");
        store.Keep("meter", "total", "17.5");
        store.History.Add("meter", "energy", Value.Of(12345.660m), _folder.Time.GetUtcNow());
    }
}

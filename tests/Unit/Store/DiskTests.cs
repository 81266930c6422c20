using System.Diagnostics;
using Bridge.Devices.Model;
using Bridge.Store;
using Bridge.TestSupport;

namespace Bridge.Unit.Store;

/// <summary>Disks that are full or cannot be written, and what is left when they can again.</summary>
public sealed class DiskTests : IDisposable
{
    private static readonly StoreEventKind[] FailedAndBack = [StoreEventKind.WriteFailed, StoreEventKind.WriteRecovered];
    private static readonly StoreEventKind[] MemoryAndBack = [StoreEventKind.InMemoryOnly, StoreEventKind.WriteRecovered];

    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SmallDiskFact]
    public async Task A_full_disk_leaves_memory_until_there_is_room_and_nothing_is_lost()
    {
        using var disk = new SmallDisk();
        await using var store = await OpenAsync(disk);
        store.SetInstance("0badcafe");
        (await store.FlushAsync(CancellationToken.None)).Should().BeTrue();
        disk.Fill();

        for (var i = 0; i < 200; i++)
        {
            store.SetState("office", State(i));
            store.Enter(new LedgerEntry($"topic/{i}", "office", LedgerKind.State));
            _folder.Time.Advance(TimeSpan.FromSeconds(30));
        }

        Kinds().Should().Equal(StoreEventKind.WriteFailed);
        store.Health.Problem.Should().Contain(disk.Database);
        store.Ledger.Should().HaveCount(200);
        disk.Free();
        _folder.Time.Advance(TimeSpan.FromMinutes(5));

        Kinds().Should().Equal(FailedAndBack);
        store.Health.Problem.Should().BeNull();
        var written = StateFile.Read(disk.Database);
        written.Instance.Should().Be("0badcafe");
        written.Ledger.Should().HaveCount(200);
        written.FindState("office")!.Values.Should().Equal(State(199).Values);
    }

    [SmallDiskFact]
    public async Task A_disk_that_is_full_at_the_start_is_read_and_written_when_there_is_room()
    {
        using var disk = new SmallDisk();
        await using (var before = await OpenAsync(disk))
        {
            before.SetInstance("0badcafe");
        }

        disk.Fill();
        await using var store = await OpenAsync(disk);
        store.Instance.Should().Be("0badcafe");
        store.Keep("meter", "total", new string('7', 5000));
        (await store.FlushAsync(CancellationToken.None)).Should().BeFalse();
        disk.Free();
        (await store.FlushAsync(CancellationToken.None)).Should().BeTrue();

        store.Health.Problem.Should().BeNull();
        StateFile.Read(disk.Database).FindKept("meter")["total"].Should().HaveLength(5000);
    }

    [SmallDiskFact]
    public async Task A_read_only_file_system_is_read_and_written_when_it_can_be()
    {
        using var disk = new SmallDisk();
        await using (var before = await OpenAsync(disk))
        {
            before.SetInstance("0badcafe");
        }

        disk.Remount("ro");
        await using var store = await OpenAsync(disk);
        store.IsNew.Should().BeFalse();
        store.Instance.Should().Be("0badcafe");
        store.Health.Problem.Should().Contain(disk.Database).And.Contain("It was read");
        store.Keep("meter", "total", "1");
        (await store.FlushAsync(CancellationToken.None)).Should().BeFalse();

        disk.Remount("rw");
        _folder.Time.Advance(TimeSpan.FromMinutes(5));

        Kinds().Should().Equal(MemoryAndBack);
        StateFile.Read(disk.Database).Should().Match<MemoryStateStore>(
            written => written.Instance == "0badcafe" && written.FindKept("meter")["total"] == "1");
    }

    [OrdinaryUserFact]
    public async Task A_folder_that_may_not_be_written_leaves_memory_until_it_may()
    {
        Debug.Assert(!OperatingSystem.IsWindows(), "skipped there");
        await _folder.FillAsync();
        var data = Path.GetDirectoryName(_folder.Path)!;
        File.SetUnixFileMode(data, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        File.SetUnixFileMode(_folder.Path + ".lock", UnixFileMode.UserRead);
        await using var store = await _folder.OpenAsync();
        store.Instance.Should().Be("0badcafe");
        (await store.FlushAsync(CancellationToken.None)).Should().BeFalse();

        File.SetUnixFileMode(data, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.SetUnixFileMode(_folder.Path + ".lock", UnixFileMode.UserRead | UnixFileMode.UserWrite);
        _folder.Time.Advance(TimeSpan.FromMinutes(5));

        Kinds().Should().Equal(MemoryAndBack);
    }

    private static LastState State(int value) =>
        new(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero), [new("temperature", Value.Of((decimal)value))]);

    private IEnumerable<StoreEventKind> Kinds() => _folder.Events.Select(static told => told.Kind);

    private Task<IStateStore> OpenAsync(SmallDisk disk) => _folder.OpenAsync(new StoreOptions { Path = disk.Database });
}

using Bridge.Store;
using Bridge.TestSupport;

namespace Bridge.Unit.Store;

public sealed class MemoryStateStoreTests : StateStoreContract
{
    [Fact]
    public async Task Nothing_is_ever_on_the_disk()
    {
        await using var store = await OpenAsync();

        (await store.FlushAsync(CancellationToken.None)).Should().BeFalse();
    }

    private protected override Task<IStateStore> OpenAsync(HistoryLimits? history = null) => StateStore.OpenAsync(
        new StoreOptions { History = history ?? new StoreOptions().History }, new ManualTime(), report => Assert.Fail(report.Message), CancellationToken.None);
}

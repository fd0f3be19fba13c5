using Busroot.Storage.Readings;

namespace Busroot.Server.Administration;

/// <summary>What rules remember as the database has it, while no server runs: nobody else changes it, for the data directory is held.</summary>
internal sealed class StoredStates(ReadingStore store) : IDeviceStates
{
    public Task<IReadOnlyList<RuleState>> GetAsync(string deviceId, CancellationToken cancellationToken) => Task.FromResult(store.LoadStatesOf(deviceId));

    public Task SetAsync(string deviceId, string ruleId, ReadOnlyMemory<byte> json, CancellationToken cancellationToken) =>
        Store([new RuleState(deviceId, ruleId, json.Span.SequenceEqual("{}"u8) ? default : json)]);

    public Task ResetAsync(string deviceId, string? ruleId, CancellationToken cancellationToken) =>
        Store(store.LoadStatesOf(deviceId).Where(state => ruleId is null || state.RuleId == ruleId).Select(state => state with { Json = default }));

    private Task Store(IEnumerable<RuleState> states)
    {
        var commit = new ReadingCommit();
        commit.States.AddRange(states);
        store.Store(commit);
        return Task.CompletedTask;
    }
}

using Busroot.Server.Administration;
using Busroot.Server.Loops;
using Busroot.Storage.Readings;

namespace Busroot.Server.Pipeline.States;

/// <summary>What rules remember of devices, while the server runs.</summary>
/// <remarks>A device's readings wait while its state is read or changed, so that nobody sees half of a run.</remarks>
internal sealed class DeviceStates(WorkLoop brokerLoop, ReadingIntake intake) : IDeviceStates
{
    /// <summary>What rules remembered when the server ended; what is damaged is said, and hurts its device only.</summary>
    public static IReadOnlyList<RuleState> Load(ReadingStore readings, ILogger log)
    {
        var states = readings.LoadStates();
        foreach (var state in states.Where(state => state.Trouble is not null))
        {
            PipelineLog.StateDamaged(log, state.RuleId, state.DeviceId, state.Trouble!);
        }

        return states;
    }

    public async Task<IReadOnlyList<RuleState>> GetAsync(string deviceId, CancellationToken cancellationToken)
    {
        var device = await FindAsync(deviceId, cancellationToken);
        return await device.Lane.Loop
            .CallAsync(() => device.State.Entries.Select(entry => new RuleState(deviceId, entry.RuleId, entry.Json)).ToList())
            .WaitAsync(cancellationToken);
    }

    public Task SetAsync(string deviceId, string ruleId, ReadOnlyMemory<byte> json, CancellationToken cancellationToken) =>
        EditAsync(deviceId, ruleId, json, cancellationToken);

    public Task ResetAsync(string deviceId, string? ruleId, CancellationToken cancellationToken) => EditAsync(deviceId, ruleId, default, cancellationToken);

    private async Task EditAsync(string deviceId, string? ruleId, ReadOnlyMemory<byte> json, CancellationToken cancellationToken)
    {
        var device = await FindAsync(deviceId, cancellationToken);
        await new StateEdit(device, ruleId, json).StoreAsync().WaitAsync(cancellationToken);
    }

    private Task<PipelineDevice> FindAsync(string deviceId, CancellationToken cancellationToken) =>
        brokerLoop.CallAsync(() => intake.Device(deviceId)).WaitAsync(cancellationToken);
}

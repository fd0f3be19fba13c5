using Busroot.Server.Loops;

namespace Busroot.Server.Pipeline.States;

/// <summary>What rules remember of devices, for people to see and to mend while the server runs.</summary>
/// <remarks>Threads: any. A device's readings wait while its state is read or changed, so that nobody sees half of a run.</remarks>
internal sealed class DeviceStates(WorkLoop brokerLoop, ReadingIntake intake)
{
    /// <summary>What the rules of a device remember.</summary>
    /// <param name="deviceId">A Device ID, registered or not.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>By rule: UTF-8, a JSON object each. Empty when nothing is remembered.</returns>
    public async Task<IReadOnlyList<(string RuleId, ReadOnlyMemory<byte> Json)>> GetAsync(string deviceId, CancellationToken cancellationToken)
    {
        var device = await FindAsync(deviceId, cancellationToken);
        return await device.Lane.Loop.CallAsync(() => device.State.Entries.ToList()).WaitAsync(cancellationToken);
    }

    /// <summary>Replaces what one rule remembers; on disk when the call returns.</summary>
    /// <param name="deviceId">A Device ID.</param>
    /// <param name="ruleId">The rule.</param>
    /// <param name="json">UTF-8, a JSON object.</param>
    /// <param name="cancellationToken">Stops waiting; the change is made all the same.</param>
    public Task SetAsync(string deviceId, string ruleId, ReadOnlyMemory<byte> json, CancellationToken cancellationToken) =>
        EditAsync(deviceId, ruleId, json, cancellationToken);

    /// <summary>Makes one rule, or all, forget the device; on disk when the call returns.</summary>
    /// <param name="deviceId">A Device ID.</param>
    /// <param name="ruleId">The rule; null for all.</param>
    /// <param name="cancellationToken">Stops waiting; the change is made all the same.</param>
    public Task ResetAsync(string deviceId, string? ruleId, CancellationToken cancellationToken) => EditAsync(deviceId, ruleId, default, cancellationToken);

    private async Task EditAsync(string deviceId, string? ruleId, ReadOnlyMemory<byte> json, CancellationToken cancellationToken)
    {
        var device = await FindAsync(deviceId, cancellationToken);
        await new StateEdit(device, ruleId, json).StoreAsync().WaitAsync(cancellationToken);
    }

    private Task<PipelineDevice> FindAsync(string deviceId, CancellationToken cancellationToken) =>
        brokerLoop.CallAsync(() => intake.Device(deviceId)).WaitAsync(cancellationToken);
}

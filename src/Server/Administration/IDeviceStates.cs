using Busroot.Storage.Readings;

namespace Busroot.Server.Administration;

/// <summary>What rules remember of devices, for people to see and to mend.</summary>
/// <remarks>Threads: any.</remarks>
internal interface IDeviceStates
{
    /// <summary>What the rules of a device remember.</summary>
    /// <param name="deviceId">A Device ID, registered or not.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>An entry a rule. Empty when nothing is remembered.</returns>
    Task<IReadOnlyList<RuleState>> GetAsync(string deviceId, CancellationToken cancellationToken);

    /// <summary>Replaces what one rule remembers; on disk when the call returns.</summary>
    /// <param name="deviceId">A Device ID.</param>
    /// <param name="ruleId">The rule.</param>
    /// <param name="json">UTF-8, a JSON object.</param>
    /// <param name="cancellationToken">Stops waiting; the change is made all the same.</param>
    Task SetAsync(string deviceId, string ruleId, ReadOnlyMemory<byte> json, CancellationToken cancellationToken);

    /// <summary>Makes one rule, or all, forget the device; on disk when the call returns.</summary>
    /// <param name="deviceId">A Device ID.</param>
    /// <param name="ruleId">The rule; null for all.</param>
    /// <param name="cancellationToken">Stops waiting; the change is made all the same.</param>
    Task ResetAsync(string deviceId, string? ruleId, CancellationToken cancellationToken);
}

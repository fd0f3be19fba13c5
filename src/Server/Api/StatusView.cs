using Busroot.Storage.History;
using Busroot.Storage.Quarantine;

namespace Busroot.Server.Api;

/// <summary>How the server is doing.</summary>
/// <param name="Version">Of the program.</param>
/// <param name="Started">When it was started.</param>
/// <param name="UptimeSeconds">Whole seconds since then.</param>
/// <param name="Ready">Whether connections are accepted and readings are taken.</param>
/// <param name="Persistence"><c>durable</c> or <c>buffered</c>: what an acknowledgement promises.</param>
/// <param name="Listeners">Name and address of everything that listens.</param>
/// <param name="Devices">Registered devices.</param>
/// <param name="Rules">Rules that can run.</param>
/// <param name="RuleProblems">Problems that keep others from running.</param>
/// <param name="Trouble">Why nothing can be stored at present, and so nothing is acknowledged; absent while all is well.</param>
/// <param name="History">How much is kept of what devices sent.</param>
/// <param name="UnmappedDevices">Devices that sent something while no rule served them, which has not been run since.</param>
/// <param name="QuarantineOpen">Failed readings that were neither run again with success nor discarded.</param>
/// <param name="Quarantine">How full it is.</param>
/// <param name="Counters">What the broker and the rules have counted since the start.</param>
internal sealed record StatusView(
    string Version, DateTimeOffset Started, long UptimeSeconds, bool Ready, string Persistence, IReadOnlyDictionary<string, string> Listeners,
    int Devices, int Rules, int RuleProblems, string? Trouble, HistoryTotals History, int UnmappedDevices, long QuarantineOpen, QuarantineTotals Quarantine, IReadOnlyDictionary<string, long> Counters);

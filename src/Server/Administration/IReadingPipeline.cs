using Busroot.Server.Pipeline.Replays;
using Busroot.Server.Pipeline.Shadows;
using Busroot.Storage.Readings;

namespace Busroot.Server.Administration;

/// <summary>What runs readings, as far as people act on it.</summary>
internal interface IReadingPipeline
{
    /// <summary>What rules remember of devices.</summary>
    IDeviceStates States { get; }

    /// <summary>Runs frames again; null when no server runs, for nobody would get their signals.</summary>
    Replayer? Replays { get; }

    /// <summary>Candidates beside live rules; null when no server runs, for nothing arrives.</summary>
    ShadowTable? Shadows { get; }
}

/// <summary>Stands where the pipeline is when a server runs.</summary>
internal sealed class StoppedPipeline(ReadingStore store) : IReadingPipeline
{
    public IDeviceStates States { get; } = new StoredStates(store);

    public Replayer? Replays => null;

    public ShadowTable? Shadows => null;
}

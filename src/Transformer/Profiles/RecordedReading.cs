namespace Busroot.Transformer.Profiles;

/// <summary>A raw reading as it was recorded.</summary>
/// <param name="Topic">The topic it came on, whole.</param>
/// <param name="Payload">Its bytes.</param>
/// <param name="At">When it arrived.</param>
/// <param name="Retain">The RETAIN flag.</param>
internal sealed record RecordedReading(string Topic, ReadOnlyMemory<byte> Payload, DateTimeOffset At, bool Retain)
{
    private const int DeviceLevels = 5; // busroot/v1/dau/<account>/<device>

    /// <summary>The levels below the device's raw topic, such as <c>emeter/0/total</c>; empty for the raw topic itself.</summary>
    public string SubTopic => string.Join('/', Topic.Split('/').Skip(DeviceLevels));
}

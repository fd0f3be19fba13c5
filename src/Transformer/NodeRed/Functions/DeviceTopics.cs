namespace Busroot.Transformer.NodeRed.Functions;

/// <summary>The topics a function may send signals to, for one device.</summary>
internal sealed class DeviceTopics(DeviceContext device)
{
    private const string StationsOf = "busroot/v2/";
    private const string Signals = "/signals/";

    private readonly string _own = "busroot/v1/" + device.Id;
    private readonly string _raw = "busroot/v1/dau/" + device.Id;
    private readonly string _firmware = "busroot/v2/dau/" + device.Id;
    private readonly string _stations = StationsOf + device.Account + Signals;

    /// <summary>Whether it is the device's own signals topic, or one of its raw topics.</summary>
    public bool IsOwn(string topic) => topic == _own || IsAtOrBelow(topic, _raw) || IsAtOrBelow(topic, _firmware);

    /// <summary>The station whose signals topic it is; null for any other topic.</summary>
    public string? StationOf(string topic) =>
        topic.StartsWith(_stations, StringComparison.Ordinal) && topic[_stations.Length..] is { Length: > 0 and <= 64 } station
        && station.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or ':') ? station : null;

    /// <summary>Whether it is a topic on which this service carries readings or signals of some device.</summary>
    public static bool IsSignals(string topic) =>
        topic.StartsWith("busroot/v1/", StringComparison.Ordinal) || topic.StartsWith(StationsOf, StringComparison.Ordinal);

    private static bool IsAtOrBelow(string topic, string root) =>
        topic.StartsWith(root, StringComparison.Ordinal) && (topic.Length == root.Length || topic[root.Length] == '/');
}

using Busroot.Mqtt;
using Microsoft.Extensions.Logging;

namespace Busroot.Broker;

/// <summary>What the broker says. Ids 1000 and up. Debug: one connection's life; Warning: a client asked for what it may not.</summary>
/// <remarks>Client-supplied texts are escaped and cut by <see cref="Quoted"/>; payloads and passwords are never logged.</remarks>
internal static partial class BrokerLog
{
    private const int LongestQuote = 200;

    public static void ClientConnected(ILogger log, string remote, string clientId, ProtocolVersion version) => Connected(log, Quoted(clientId), remote, version);

    public static void ClientDisconnected(ILogger log, string remote, string clientId, ReasonCode reason, string why) =>
        Disconnected(log, Quoted(clientId), remote, reason, why);

    public static void ConnectRefused(ILogger log, string remote, string listener, ReasonCode reason, string why) => Refused(log, remote, listener, reason, Quoted(why));

    public static void ProtocolError(ILogger log, string remote, string clientId, ReasonCode reason, string why) => Broke(log, Quoted(clientId), remote, reason, Quoted(why));

    public static void PublishRefused(ILogger log, string remote, string clientId, string topic) => NoPublish(log, Quoted(clientId), remote, Quoted(topic));

    public static void SubscribeRefused(ILogger log, string remote, string clientId, string filter, ReasonCode reason) =>
        NoSubscribe(log, Quoted(clientId), remote, Quoted(filter), reason);

    [LoggerMessage(1000, LogLevel.Debug, "Client {ClientId} connected from {Remote} with {Version}")]
    private static partial void Connected(ILogger log, string clientId, string remote, ProtocolVersion version);

    [LoggerMessage(1001, LogLevel.Debug, "Client {ClientId} at {Remote} was disconnected: {Reason}. {Why}")]
    private static partial void Disconnected(ILogger log, string clientId, string remote, ReasonCode reason, string why);

    [LoggerMessage(1002, LogLevel.Warning, "A client at {Remote} was refused on {Listener}: {Reason}. {Why}")]
    private static partial void Refused(ILogger log, string remote, string listener, ReasonCode reason, string why);

    [LoggerMessage(1003, LogLevel.Warning, "Client {ClientId} at {Remote} broke the protocol: {Reason}. {Why}")]
    private static partial void Broke(ILogger log, string clientId, string remote, ReasonCode reason, string why);

    [LoggerMessage(1004, LogLevel.Warning, "Client {ClientId} at {Remote} may not publish to {Topic}; its messages there are dropped and counted. Grant it or change the device's topic")]
    private static partial void NoPublish(ILogger log, string clientId, string remote, string topic);

    [LoggerMessage(1005, LogLevel.Warning, "Client {ClientId} at {Remote} may not subscribe to {Filter}: {Reason}")]
    private static partial void NoSubscribe(ILogger log, string clientId, string remote, string filter, ReasonCode reason);

    [LoggerMessage(1006, LogLevel.Warning, "{LeftOut} more lines about refused clients were left out in the last minute: {PerAddress} are written of one address, and {InAll} in all. The counters count every refusal")]
    public static partial void RefusalsLeftOut(ILogger log, long leftOut, int perAddress, int inAll);

    private static string Quoted(string text)
    {
        var cut = text.Length > LongestQuote ? string.Concat(text.AsSpan(0, LongestQuote), "...") : text;
        return string.Concat(cut.Select(c => char.IsControl(c) ? $"\\u{(int)c:x4}" : c.ToString()));
    }
}

namespace Busroot.Server;

/// <summary>What the server says in its log. Ids 4000 to 4999.</summary>
internal static partial class ServerLog
{
    [LoggerMessage(4000, LogLevel.Information, "Busroot {Version} started with {Devices} devices and {Rules} rules from {RulesDirectory}; persistence is {Persistence}.")]
    public static partial void Started(ILogger logger, string version, int devices, int rules, string rulesDirectory, string persistence);

    [LoggerMessage(4001, LogLevel.Information, "Busroot is stopping.")]
    public static partial void Stopping(ILogger logger);

    [LoggerMessage(4002, LogLevel.Warning, "A rule folder is left out: {Problem}")]
    public static partial void RuleLeftOut(ILogger logger, string problem);

    [LoggerMessage(4003, LogLevel.Warning, "{Address} takes MQTT clients WITHOUT A LOGIN, with every right. It is for development on this machine only; start without --open to close it.")]
    public static partial void OpenListener(ILogger logger, string address);

    [LoggerMessage(4004, LogLevel.Warning, "{Option} {Address} is reachable from other machines and not encrypted: tokens can be read on the way. Keep it inside a network you trust, or let clients use --mqtts and --https.")]
    public static partial void PlainListener(ILogger logger, string option, string address);

    [LoggerMessage(4005, LogLevel.Error, "{Method} {Path} failed.")]
    public static partial void RequestFailed(ILogger logger, Exception error, string method, string path);

    [LoggerMessage(4006, LogLevel.Error, "{Method} {Path} could not be stored: {Problem}")]
    public static partial void RequestNotStored(ILogger logger, string method, string path, string problem);

    [LoggerMessage(4007, LogLevel.Warning, "Stopping took longer than {Limit}; what was still open is closed without a farewell.")]
    public static partial void StopTookTooLong(ILogger logger, TimeSpan limit);

    [LoggerMessage(4008, LogLevel.Warning, "Persistence is buffered: what is acknowledged survives the end of this program, but its last moments may be lost when the machine loses power. Start without --persistence buffered to change that.")]
    public static partial void BufferedPersistence(ILogger logger);

    [LoggerMessage(4009, LogLevel.Error, "{Damage}")]
    public static partial void StorageDamaged(ILogger logger, string damage);
}

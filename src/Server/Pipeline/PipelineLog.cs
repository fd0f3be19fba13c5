namespace Busroot.Server.Pipeline;

/// <summary>What the pipeline says. Ids 4600 and up.</summary>
internal static partial class PipelineLog
{
    [LoggerMessage(4600, LogLevel.Error, "Nothing can be stored: {Why} Nothing is acknowledged until it can; clients keep what they have")]
    public static partial void CannotStore(ILogger log, string why);

    [LoggerMessage(4601, LogLevel.Information, "Storing works again; what waited is stored")]
    public static partial void StoringAgain(ILogger log);

    [LoggerMessage(4602, LogLevel.Warning, "The history cannot be packed or pruned at present: {Why} It is tried again every second")]
    public static partial void CannotTidyHistory(ILogger log, string why);

    [LoggerMessage(4603, LogLevel.Warning, "{What}")]
    public static partial void HistoryDamaged(ILogger log, string what);

    [LoggerMessage(4604, LogLevel.Warning, "What rule {Rule} remembers of {Device} cannot be used ({Trouble}); the rule fails for this device until 'busroot state reset' or 'set'")]
    public static partial void StateDamaged(ILogger log, string rule, string device, string trouble);
}

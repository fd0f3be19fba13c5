namespace Busroot.Server.Rules;

/// <summary>What is said about changing rules. Ids 4700 to 4799.</summary>
internal static partial class RuleLog
{
    [LoggerMessage(4700, LogLevel.Information, "Rule {Rule} is live in revision {Revision} (number {Number}).")]
    public static partial void RuleWentLive(ILogger log, string rule, string revision, long number);

    [LoggerMessage(4701, LogLevel.Error, "A change of rule {Rule} does not take effect, revision {Revision} stays in force: {Problem}")]
    public static partial void ChangeRefused(ILogger log, string rule, string revision, string problem);

    [LoggerMessage(4702, LogLevel.Warning, "Rule {Rule} is gone from the rules directory and serves no device any more.")]
    public static partial void RuleRemoved(ILogger log, string rule);

    [LoggerMessage(4703, LogLevel.Warning, "Changes below {Directory} are not announced by the system ({Why}); the server looks for them every {Every}.")]
    public static partial void NoAnnouncements(ILogger log, string directory, string why, TimeSpan every);

    [LoggerMessage(4704, LogLevel.Error, "Changed rules cannot be stored and do not take effect yet; it is tried again: {Why}")]
    public static partial void CannotStore(ILogger log, string why);

    [LoggerMessage(4705, LogLevel.Error, "Looking for changed rules failed; the rules in force stay. It is tried again.")]
    public static partial void LookFailed(ILogger log, Exception error);

    [LoggerMessage(4706, LogLevel.Information, "The problems of rule {Rule} are mended.")]
    public static partial void Mended(ILogger log, string rule);

    [LoggerMessage(4707, LogLevel.Information, "Revision {Revision} of rule {Rule} runs in shadow; {By} began it.")]
    public static partial void ShadowStarted(ILogger log, string revision, string rule, string by);

    [LoggerMessage(4708, LogLevel.Warning, "Revision {Revision} of rule {Rule} no longer runs in shadow: {Reason}")]
    public static partial void ShadowEnded(ILogger log, string revision, string rule, string reason);

    [LoggerMessage(4709, LogLevel.Information, "Revision {Revision} of rule {Rule} no longer runs in shadow; {By} stopped it.")]
    public static partial void ShadowStopped(ILogger log, string revision, string rule, string by);
}

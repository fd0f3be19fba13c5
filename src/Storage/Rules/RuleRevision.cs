namespace Busroot.Storage.Rules;

/// <summary>A rule as it was when it went live, or when other files took its place.</summary>
/// <param name="RuleId">The rule, <c>arduino/opta-dau</c>.</param>
/// <param name="Number">Counts the revisions of this rule from 1; never used again.</param>
/// <param name="Revision">12 hexadecimal digits over what decides what the rule does; empty for files that made no rule.</param>
/// <param name="Digest">Hash of all its files, examples included.</param>
/// <param name="At">When it went live, or was kept.</param>
/// <param name="By">Who saw to that: the user of the process that found the files, or a login of the API.</param>
/// <param name="WentLive">False for files that were only kept, because a rollback replaced them.</param>
public sealed record RuleRevision(string RuleId, long Number, string Revision, string Digest, DateTimeOffset At, string By, bool WentLive);

namespace Busroot.Server.Rules;

/// <summary>How what a rule would make of a reading compares with what came of it.</summary>
internal enum Verdict
{
    /// <summary>The same signals, within 1e-6; or nothing on both sides; or a failure on both.</summary>
    Equal,

    /// <summary>Both publish, and not the same.</summary>
    Different,

    /// <summary>Signals were published; it would ignore the reading.</summary>
    Ignored,

    /// <summary>Nothing was published; it would publish.</summary>
    Added,

    /// <summary>It would fail where it did not.</summary>
    Failed,

    /// <summary>It would not fail where it did.</summary>
    Mended,

    /// <summary>One of them goes on later by a timer; what it publishes then is not compared.</summary>
    Unfinished,
}

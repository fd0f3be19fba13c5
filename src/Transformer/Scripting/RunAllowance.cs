using System.Globalization;
using Jint;

namespace Busroot.Transformer.Scripting;

/// <summary>Counts the statements and the memory of one run, over all entries into the engine that it makes.</summary>
/// <remarks>The engine asks before every statement. Its own counters start anew at every entry, which an await is; these do not.</remarks>
internal sealed class RunAllowance : Constraint
{
    private bool _isArmed;
    private int _statements;
    private int _allowedStatements;
    private long _allowedBytes;
    private long _ceiling;

    public void Begin(ScriptLimits limits)
    {
        _statements = _allowedStatements = limits.Statements;
        _allowedBytes = limits.MemoryBytes;
        _ceiling = GC.GetAllocatedBytesForCurrentThread() + limits.MemoryBytes;
        _isArmed = true;
    }

    public void End() => _isArmed = false;

    public override void Check()
    {
        if (!_isArmed)
        {
            return;
        }

        if (--_statements < 0)
        {
            throw new ScriptLimitException(RuleFault.StatementLimit, string.Create(
                CultureInfo.InvariantCulture, $"the run executed more than {_allowedStatements} statements; a reading should need a few dozen"));
        }

        CheckMemory();
    }

    public void CheckMemory()
    {
        if (_isArmed && GC.GetAllocatedBytesForCurrentThread() > _ceiling)
        {
            throw new ScriptLimitException(RuleFault.MemoryLimit, string.Create(
                CultureInfo.InvariantCulture, $"the run allocated more than {_allowedBytes} bytes of memory"));
        }
    }

    public override void Reset()
    {
        // The engine calls this at every entry; a run may make several and has one allowance.
    }
}

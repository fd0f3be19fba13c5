namespace Acornima.Ast;

/// <summary>Facts of the text that the tree does not show.</summary>
[Flags]
internal enum NodeMarks : byte
{
    None = 0,
    Parenthesized = 1,
    FollowedByComma = 2,
}

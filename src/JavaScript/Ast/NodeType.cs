namespace Acornima.Ast;

/// <summary>The kind of a node, named as in ESTree.</summary>
public enum NodeType
{
    /// <summary>Not set.</summary>
    Unknown = 0,

    /// <summary>ESTree <c>AccessorProperty</c>.</summary>
    AccessorProperty = 1,

    /// <summary>ESTree <c>ArrayExpression</c>.</summary>
    ArrayExpression = 2,

    /// <summary>ESTree <c>ArrayPattern</c>.</summary>
    ArrayPattern = 3,

    /// <summary>ESTree <c>ArrowFunctionExpression</c>.</summary>
    ArrowFunctionExpression = 4,

    /// <summary>ESTree <c>AssignmentExpression</c>.</summary>
    AssignmentExpression = 5,

    /// <summary>ESTree <c>AssignmentPattern</c>.</summary>
    AssignmentPattern = 6,

    /// <summary>ESTree <c>AwaitExpression</c>.</summary>
    AwaitExpression = 7,

    /// <summary>ESTree <c>BinaryExpression</c>.</summary>
    BinaryExpression = 8,

    /// <summary>ESTree <c>BlockStatement</c>.</summary>
    BlockStatement = 9,

    /// <summary>ESTree <c>BreakStatement</c>.</summary>
    BreakStatement = 10,

    /// <summary>ESTree <c>CallExpression</c>.</summary>
    CallExpression = 11,

    /// <summary>ESTree <c>CatchClause</c>.</summary>
    CatchClause = 12,

    /// <summary>ESTree <c>ChainExpression</c>.</summary>
    ChainExpression = 13,

    /// <summary>ESTree <c>ClassBody</c>.</summary>
    ClassBody = 14,

    /// <summary>ESTree <c>ClassDeclaration</c>.</summary>
    ClassDeclaration = 15,

    /// <summary>ESTree <c>ClassExpression</c>.</summary>
    ClassExpression = 16,

    /// <summary>ESTree <c>ConditionalExpression</c>.</summary>
    ConditionalExpression = 17,

    /// <summary>ESTree <c>ContinueStatement</c>.</summary>
    ContinueStatement = 18,

    /// <summary>ESTree <c>DebuggerStatement</c>.</summary>
    DebuggerStatement = 19,

    /// <summary>ESTree <c>Decorator</c>.</summary>
    Decorator = 20,

    /// <summary>ESTree <c>DoWhileStatement</c>.</summary>
    DoWhileStatement = 21,

    /// <summary>ESTree <c>EmptyStatement</c>.</summary>
    EmptyStatement = 22,

    /// <summary>ESTree <c>ExportAllDeclaration</c>.</summary>
    ExportAllDeclaration = 23,

    /// <summary>ESTree <c>ExportDefaultDeclaration</c>.</summary>
    ExportDefaultDeclaration = 24,

    /// <summary>ESTree <c>ExportNamedDeclaration</c>.</summary>
    ExportNamedDeclaration = 25,

    /// <summary>ESTree <c>ExportSpecifier</c>.</summary>
    ExportSpecifier = 26,

    /// <summary>ESTree <c>ExpressionStatement</c>.</summary>
    ExpressionStatement = 27,

    /// <summary>ESTree <c>ForInStatement</c>.</summary>
    ForInStatement = 28,

    /// <summary>ESTree <c>ForOfStatement</c>.</summary>
    ForOfStatement = 29,

    /// <summary>ESTree <c>ForStatement</c>.</summary>
    ForStatement = 30,

    /// <summary>ESTree <c>FunctionDeclaration</c>.</summary>
    FunctionDeclaration = 31,

    /// <summary>ESTree <c>FunctionExpression</c>.</summary>
    FunctionExpression = 32,

    /// <summary>ESTree <c>Identifier</c>.</summary>
    Identifier = 33,

    /// <summary>ESTree <c>IfStatement</c>.</summary>
    IfStatement = 34,

    /// <summary>ESTree <c>ImportAttribute</c>.</summary>
    ImportAttribute = 35,

    /// <summary>ESTree <c>ImportDeclaration</c>.</summary>
    ImportDeclaration = 36,

    /// <summary>ESTree <c>ImportDefaultSpecifier</c>.</summary>
    ImportDefaultSpecifier = 37,

    /// <summary>ESTree <c>ImportExpression</c>.</summary>
    ImportExpression = 38,

    /// <summary>ESTree <c>ImportNamespaceSpecifier</c>.</summary>
    ImportNamespaceSpecifier = 39,

    /// <summary>ESTree <c>ImportSpecifier</c>.</summary>
    ImportSpecifier = 40,

    /// <summary>ESTree <c>LabeledStatement</c>.</summary>
    LabeledStatement = 41,

    /// <summary>ESTree <c>Literal</c>.</summary>
    Literal = 42,

    /// <summary>ESTree <c>LogicalExpression</c>.</summary>
    LogicalExpression = 43,

    /// <summary>ESTree <c>MemberExpression</c>.</summary>
    MemberExpression = 44,

    /// <summary>ESTree <c>MetaProperty</c>.</summary>
    MetaProperty = 45,

    /// <summary>ESTree <c>MethodDefinition</c>.</summary>
    MethodDefinition = 46,

    /// <summary>ESTree <c>NewExpression</c>.</summary>
    NewExpression = 47,

    /// <summary>ESTree <c>ObjectExpression</c>.</summary>
    ObjectExpression = 48,

    /// <summary>ESTree <c>ObjectPattern</c>.</summary>
    ObjectPattern = 49,

    /// <summary>ESTree <c>ParenthesizedExpression</c>.</summary>
    ParenthesizedExpression = 50,

    /// <summary>ESTree <c>PrivateIdentifier</c>.</summary>
    PrivateIdentifier = 51,

    /// <summary>ESTree <c>Program</c>.</summary>
    Program = 52,

    /// <summary>ESTree <c>Property</c>.</summary>
    Property = 53,

    /// <summary>ESTree <c>PropertyDefinition</c>.</summary>
    PropertyDefinition = 54,

    /// <summary>ESTree <c>RestElement</c>.</summary>
    RestElement = 55,

    /// <summary>ESTree <c>ReturnStatement</c>.</summary>
    ReturnStatement = 56,

    /// <summary>ESTree <c>SequenceExpression</c>.</summary>
    SequenceExpression = 57,

    /// <summary>ESTree <c>SpreadElement</c>.</summary>
    SpreadElement = 58,

    /// <summary>ESTree <c>StaticBlock</c>.</summary>
    StaticBlock = 59,

    /// <summary>ESTree <c>Super</c>.</summary>
    Super = 60,

    /// <summary>ESTree <c>SwitchCase</c>.</summary>
    SwitchCase = 61,

    /// <summary>ESTree <c>SwitchStatement</c>.</summary>
    SwitchStatement = 62,

    /// <summary>ESTree <c>TaggedTemplateExpression</c>.</summary>
    TaggedTemplateExpression = 63,

    /// <summary>ESTree <c>TemplateElement</c>.</summary>
    TemplateElement = 64,

    /// <summary>ESTree <c>TemplateLiteral</c>.</summary>
    TemplateLiteral = 65,

    /// <summary>ESTree <c>ThisExpression</c>.</summary>
    ThisExpression = 66,

    /// <summary>ESTree <c>ThrowStatement</c>.</summary>
    ThrowStatement = 67,

    /// <summary>ESTree <c>TryStatement</c>.</summary>
    TryStatement = 68,

    /// <summary>ESTree <c>UnaryExpression</c>.</summary>
    UnaryExpression = 69,

    /// <summary>ESTree <c>UpdateExpression</c>.</summary>
    UpdateExpression = 70,

    /// <summary>ESTree <c>VariableDeclaration</c>.</summary>
    VariableDeclaration = 71,

    /// <summary>ESTree <c>VariableDeclarator</c>.</summary>
    VariableDeclarator = 72,

    /// <summary>ESTree <c>WhileStatement</c>.</summary>
    WhileStatement = 73,

    /// <summary>ESTree <c>WithStatement</c>.</summary>
    WithStatement = 74,

    /// <summary>ESTree <c>YieldExpression</c>.</summary>
    YieldExpression = 75,

    /// <summary>A kind from outside this library.</summary>
    Extension = -1,
}
